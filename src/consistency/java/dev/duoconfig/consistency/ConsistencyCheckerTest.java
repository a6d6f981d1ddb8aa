package dev.duoconfig.consistency;

import java.time.Duration;

import com.fasterxml.jackson.databind.node.ArrayNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The checker finds the fault in each doctored history. */
@Tag("fast")
class ConsistencyCheckerTest {

    private final SampleHistory sample = new SampleHistory();

    @Test
    void aTrueHistoryHasNoViolations() {
        sample.readEverything("b", 5);

        var checker = sample.check();

        assertThat(checker.violations()).as(checker.report()).isEmpty();
    }

    @Test
    void aLostAcknowledgedWriteIsFound() {
        sample.removeLastEvent();

        assertFound("an acknowledged write is never lost", "revision 5 was never committed");
    }

    @Test
    void anAcknowledgedWriteWithTheRevisionOfAnotherIsFound() {
        sample.replaceLastEvent("other", "{\"provider\": \"unassigned\", \"model_id\": null}");

        assertFound("an acknowledged write is never lost", "revision 5 does not contain its effect");
    }

    @Test
    void aWriteThatIsStoredTwiceIsFound() {
        sample.event(6, "feature", "duo_chat", SampleHistory.DISABLED, SampleHistory.UNASSIGNED, "write-5");

        assertFound("a write is stored once and whole, or not at all", "it was stored at the revisions [5, 6]");
    }

    @Test
    void aRejectedWriteThatIsStoredIsFound() {
        sample.alter("write-5", exchange -> SampleHistory.withStatus(exchange, 409, 4));

        assertFound("a write is stored once and whole, or not at all", "it was rejected, but stored");
    }

    @Test
    void aBatchThatIsStoredInPartIsFoundEvenIfUnacknowledged() {
        sample.write(
                "a",
                "write-6",
                Call.write(
                        "PATCH",
                        "/features",
                        "[{\"feature\": \"duo_chat\", \"provider\": \"unassigned\"},"
                                + " {\"feature\": \"code_generations\", \"provider\": \"disabled\"}]"),
                503,
                -1);
        sample.event(6, "feature", "duo_chat", SampleHistory.DISABLED, SampleHistory.UNASSIGNED, "write-6");

        assertFound("a write is stored once and whole, or not at all", "stores only a part of it");
    }

    @Test
    void anUnacknowledgedWriteMayBeStoredOrNot() {
        var call = Call.write("PUT", "/features/duo_chat", "{\"provider\": \"unassigned\"}");
        sample.write("a", "write-6", call, 503, 5);
        sample.write("a", "write-7", call, 0, -1);
        sample.event(6, "feature", "duo_chat", SampleHistory.DISABLED, SampleHistory.UNASSIGNED, "write-7");

        assertThat(sample.check().violations()).isEmpty();
    }

    @Test
    void aChangeFromAStateThatNeverExistedIsFound() {
        sample.event(6, "feature", "duo_chat", SampleHistory.UNASSIGNED, SampleHistory.SELF_HOSTED, "write-6");

        assertFound("each change starts from the state that the previous change left", "revision 6");
    }

    @Test
    void aMissingRevisionIsFound() {
        sample.event(7, "feature", "duo_chat", SampleHistory.DISABLED, SampleHistory.UNASSIGNED, "write-7");

        assertFound("revisions are consecutive", "revision 7 follows revision 5");
    }

    @Test
    void aWriteWithALowerRevisionThanAnEarlierOneIsFound() {
        sample.swapTimesOfLastTwoWrites();

        assertFound("revisions follow the order of the writes", "revision 4 was acknowledged after 5");
    }

    @Test
    void aRevisionThatGoesBackIsFound() {
        sample.readEverything("b", 5);
        sample.readEverything("b", 4);

        assertFound("the revision that a replica shows never decreases", "b#1 showed revision 4 after 5");
    }

    @Test
    void overlappingResponsesMayArriveInAnyOrder() {
        sample.read("b", Call.REVISION, 5, 100);
        sample.readSince("b", Call.REVISION, 4, 100);

        assertThat(sample.check().violations()).isEmpty();
    }

    @Test
    void aStreamThatRepeatsARevisionIsFound() {
        sample.event("b", 5);
        sample.event("b", 5);

        assertFound("each event of a stream announces a newer revision", "an event of revision 5 followed one of 5");
    }

    @Test
    void aListThatMixesTwoRevisionsIsFound() {
        var call = Call.read(Call.Kind.FEATURES, "/features");
        var newer = (ArrayNode) Exchange.json(sample.body(call, 5));
        var older = Exchange.json(sample.body(call, 4).replace("\"revision\":4", "\"revision\":5"));
        newer.set(2, older.get(2));
        sample.respond("b", call, 5, newer.toString());

        assertFound("every response is that of one committed revision", "the response is correct for no revision");
    }

    @Test
    void anOldResponseUnderANewRevisionIsFound() {
        var call = Call.read(Call.Kind.EFFECTIVE_MODEL, "/features/duo_chat/effective-model");
        sample.respond("b", call, 5, sample.body(call, 4).replace("\"revision\":4", "\"revision\":5"));

        assertFound("every response is that of one committed revision", "the response is correct for revision 4");
    }

    @Test
    void anApiKeyOfAnotherRevisionIsFound() {
        var call = Call.read(Call.Kind.METADATA, "/features/duo_chat/model-metadata");
        sample.respond("b", call, 4, sample.body(call, 4).replace("the key", "another key"));

        assertFound("every response is that of one committed revision", "/api_key is \"another key\"");
    }

    @Test
    void aReasonThatNeverAppliedIsFound() {
        var call = Call.read(Call.Kind.METADATA, "/features/duo_chat/model-metadata");
        sample.respond("b", call, 409, 5, "{\"feature_status\": \"blocked\", \"reason\": \"gateway_not_configured\"}");

        // At revision 4, the feature has a model. At revision 5, it is disabled.
        assertFound(
                "every response is that of one committed revision", "it gives a reason that applies to no revision");
    }

    @Test
    void aRevisionThatWasNeverCommittedIsFound() {
        sample.respond("b", Call.REVISION, 6, "{}");

        assertFound("every response is that of one committed revision", "it names revision 6, but the newest is 5");
    }

    @Test
    void aWrongNotModifiedIsFound() {
        var call = Call.REVISION.ifChangedSince(4);
        sample.respond("b", call, 304, 5, "");

        assertFound(
                "every response is that of one committed revision",
                "it returned 304 for revision 5 to a client that has revision 4");
    }

    @Test
    void aResponseBelowTheRequestedRevisionIsFound() {
        sample.read("b", Call.REVISION.withMinRevision(5), 4, 1);

        assertFound(
                "a response has at least the requested min_revision, or the status 503", "revision 5 was requested");
    }

    @Test
    void aRefusalByAReplicaThatHasReachedTheRevisionIsFound() {
        var call = Call.REVISION;
        sample.read("b", call, 5, 1);
        sample.respond("b", call.withMinRevision(5), 503, 5, "{}");

        assertFound("only a replica that has not reached min_revision refuses it", "b#1");
    }

    @Test
    void aReadThatARunningReplicaRefusesIsFound() {
        sample.respond("b", Call.read(Call.Kind.FEATURES, "/features"), 503, 5, "{}");

        assertFound("a running replica serves reads from its snapshot", "it returned 503");
    }

    @Test
    void theStalenessOfOtherReplicasIsMeasured() {
        sample.advance(300);
        sample.read("b", Call.REVISION, 5, 1);

        var staleness = sample.check().whileQuiet();

        assertThat(staleness.percentile(1)).isBetween(Duration.ofMillis(300), Duration.ofMillis(310));
    }

    @Test
    void aReplicaThatNeverShowsARevisionIsStaleUntilItEnds() {
        sample.advance(10_000);

        assertThat(sample.check().whileQuiet().percentile(1)).isGreaterThanOrEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void timesAroundFaultsAreNotQuiet() {
        sample.fault(Fault.Kind.DATABASE_FROZEN);

        assertThat(sample.check().whileQuiet().delayNanos()).isEmpty();
        assertThat(sample.check().whileListenersAreCut().delayNanos()).isEmpty();
    }

    @Test
    void aRefusalLongAfterTheDatabaseReturnsIsFound() {
        sample.fault(Fault.Kind.DATABASE_FROZEN);
        sample.advance(6_000);
        sample.write("a", "write-6", Call.write("POST", "/models", "{}"), 503, 5);

        assertThat(Recovery.worst(sample.history()).after()).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(7));
    }

    @Test
    void theReportContainsTheSeedAndTheRequests() {
        sample.fault(Fault.Kind.DATABASE_KILLED);
        sample.removeLastEvent();

        assertThat(sample.check().report())
                .contains(
                        "-Dduo.consistency.seed=42",
                        "an acknowledged write is never lost",
                        "write-5",
                        "PUT /features/duo_chat")
                .contains("DATABASE_KILLED");
    }

    private void assertFound(String promise, String observed) {
        assertThat(sample.check().violations()).anySatisfy(violation -> {
            assertThat(violation.promise()).isEqualTo(promise);
            assertThat(violation.observed()).contains(observed);
        });
    }
}
