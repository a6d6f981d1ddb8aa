package dev.duoconfig.consistency;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import dev.duoconfig.catalogue.Catalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three instances on one database while instances are killed, the database is frozen, restarted and killed, and listeners
 * are cut. {@code -Dduo.consistency.seconds} makes it longer, {@code -Dduo.consistency.seed} repeats its choices.
 */
class ConsistencyIT {

    private static final long SEED = Long.getLong("duo.consistency.seed", System.nanoTime());

    /** Each kind of fault comes once, however short it is. */
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("duo.consistency.seconds", 1));

    private static final Duration STALE_WHILE_QUIET = Duration.ofMillis(250);
    private static final Duration STALE_WHILE_CUT = Duration.ofSeconds(2);
    private static final Duration RECOVERY = Duration.ofSeconds(5);
    private static final Duration AGREEMENT = Duration.ofSeconds(10);
    private static final int MIN_MEASUREMENTS = 10;

    @TempDir
    private static Path home;

    @Test
    void noWriteIsLostAndNoResponseIsWrongWhateverFails() throws Exception {
        var random = new Random(SEED);
        var catalogue = Catalogue.load(Cluster.CATALOGUE);
        var recorder = new Recorder();
        var client = new RecordingClient(recorder);
        var startedAt = System.nanoTime();
        DatabaseContents contents;
        String verification;
        try (var cluster = Cluster.start(home, recorder)) {
            client.send(cluster.running().get(0), Call.write("POST", "/subscription/sync", ""));
            recorder.add(new Fault(Fault.Kind.START, "", startedAt, System.nanoTime()));

            var load = new Workload(cluster, client);
            load.start(catalogue, recorder, random);
            new FaultInjector(cluster, recorder, random, load.failed()).run(TIME);
            load.stop();

            contents = readWhenAllReplicasAgree(cluster, client);
            readEverything(cluster, client, catalogue);
            verification =
                    client.send(cluster.running().get(0), Call.VERIFICATION).body();
            cluster.recordUptimes();
        }

        var history = recorder.history(SEED);
        var checker = ConsistencyChecker.of(history, catalogue, contents.events());
        var quiet = checker.whileQuiet();
        var cut = checker.whileListenersAreCut();
        var recovery = Recovery.worst(history);
        System.out.printf(
                "%sStale while quiet: %s%nStale while listeners are cut: %s%nLast refusal after the database's return: %s%n",
                Summary.of(history, checker.replay()), quiet, cut, recovery);
        assertThat(checker.violations()).as(checker.report()).isEmpty();
        assertThat(checker.replay().newest()).isEqualTo(contents.revision());
        assertThat(contents.matches(checker.replay().at(contents.revision())))
                .as("the tables are as the events left them: %s", contents)
                .isTrue();
        assertThat(verification)
                .contains("\"valid\":true", "\"events\":" + contents.events().size());
        assertThat(List.of(quiet.delayNanos().size(), cut.delayNanos().size()))
                .as("measured enough to judge; seed %d", SEED)
                .allMatch(count -> count >= MIN_MEASUREMENTS);
        assertThat(quiet.percentile(0.99))
                .as("seed %d", SEED)
                .isLessThanOrEqualTo(STALE_WHILE_QUIET.plus(quiet.machineDelay()));
        assertThat(cut.percentile(0.99))
                .as("seed %d", SEED)
                .isLessThanOrEqualTo(STALE_WHILE_CUT.plus(cut.machineDelay()));
        assertThat(recovery.after()).as("seed %d", SEED).isLessThanOrEqualTo(RECOVERY);
    }

    /** The database's contents, which no replica is behind. */
    private static DatabaseContents readWhenAllReplicasAgree(Cluster cluster, RecordingClient client) throws Exception {
        DatabaseContents contents;
        try (var connection = cluster.connect()) {
            contents = DatabaseContents.read(connection);
        }
        var deadline = System.nanoTime() + AGREEMENT.toNanos();
        for (var replica : cluster.running()) {
            while (client.send(replica, Call.REVISION).revision() < contents.revision()) {
                assertThat(System.nanoTime())
                        .as("%s comes to revision %d; seed %d", replica.replica(), contents.revision(), SEED)
                        .isLessThan(deadline);
            }
        }
        return contents;
    }

    private static void readEverything(Cluster cluster, RecordingClient client, Catalogue catalogue) throws Exception {
        assertThat(cluster.running()).hasSize(cluster.size());
        for (var replica : cluster.running()) {
            for (var call : ReadWorker.all(catalogue)) {
                client.send(replica, call);
            }
        }
    }
}
