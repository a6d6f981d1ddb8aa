package dev.duoconfig.subscription;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.duoconfig.outbound.OutboundClient;
import dev.duoconfig.outbound.RedactorTest;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Every response of GitLab leads to its terms or to one sentence without the token. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@SuppressWarnings("NullAway.Init")
class GitLabSourceTest {

    @Inject
    OutboundClient client;

    @Inject
    ObjectMapper json;

    private final WireMockServer server = FakeGitLab.start();
    private final FakeGitLab gitlab = FakeGitLab.at(server.baseUrl());

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void aByteOrderMarkBeforeTheResponseIsSkipped() {
        gitlab.answers("\ufeff" + FakeGitLab.ULTIMATE);

        assertThat(source().fetch().plan()).isEqualTo("ultimate");
    }

    @Test
    void theCurrentLicenseAndTheActiveAddOnsAreRead() {
        gitlab.answers(FakeGitLab.ULTIMATE);

        var terms = source().fetch();

        assertThat(terms)
                .isEqualTo(new SubscriptionTerms(
                        "ultimate",
                        LicenseType.ONLINE_CLOUD,
                        Instant.parse("2026-01-01T00:00:00Z"),
                        null,
                        List.of(
                                new AddOnTerms("duo_enterprise", 50, null, null),
                                new AddOnTerms("duo_core", 50, null, null))));
    }

    @Test
    void theQueryIsSentToGraphQlWithTheToken() {
        gitlab.answers(FakeGitLab.ULTIMATE);

        source().fetch();

        gitlab.verify(
                1,
                postRequestedFor(urlEqualTo("/api/graphql"))
                        .withHeader("Authorization", equalTo("Bearer " + FakeGitLab.TOKEN))
                        .withHeader("Content-Type", equalTo("application/json"))
                        .withRequestBody(matchingJsonPath(
                                "$.query",
                                equalTo("query { currentLicense { id type plan startsAt expiresAt lastSync }"
                                        + " addOnPurchases { id name assignedQuantity purchasedQuantity } }"))));
    }

    @Test
    void aGitLabUnderAPathIsQueriedThere() {
        var source = new GitLabSource(
                HttpUrl.parse(gitlab.url() + "/gitlab").withoutTrailingSlashes(),
                FakeGitLab.TOKEN,
                Duration.ofSeconds(10),
                client,
                json);

        var failure = catchThrowableOfType(SourceException.class, source::fetch);

        assertThat(failure.detail()).contains("404");
        gitlab.verify(1, postRequestedFor(urlEqualTo("/gitlab/api/graphql")));
    }

    @Test
    void aMissingLicenseIsNotAFailure() {
        gitlab.answers("{\"data\": {\"currentLicense\": null, \"addOnPurchases\": []}}");

        assertThat(source().fetch()).isEqualTo(new SubscriptionTerms(null, null, null, null, List.of()));
    }

    @Test
    void missingPropertiesAreUnknown() {
        gitlab.answers("""
                {"data": {"currentLicense": {"plan": "premium", "type": "something_new"},
                          "addOnPurchases": [{"name": "DUO_ENTERPRISE"}]}}""");

        assertThat(source().fetch())
                .isEqualTo(new SubscriptionTerms(
                        "premium", null, null, null, List.of(new AddOnTerms("duo_enterprise", 0, null, null))));
    }

    @Test
    void ofAnAddOnThatIsListedTwiceTheFirstCounts() {
        gitlab.answers("""
                {"data": {"currentLicense": {"plan": "premium"},
                          "addOnPurchases": [{"name": "DUO_ENTERPRISE", "purchasedQuantity": 1},
                                             {"name": "duo_enterprise", "purchasedQuantity": 2}]}}""");

        assertThat(source().fetch().addOns()).containsExactly(new AddOnTerms("duo_enterprise", 1, null, null));
    }

    @Test
    void errorsWithStatus200AreFailures() {
        gitlab.answers("{\"data\": null, \"errors\": [{\"message\": \"Field 'plan' doesn't exist\\non type\"}]}");

        var failure = failure();

        assertThat(failure.detail()).isEqualTo("GitLab returned an error: Field 'plan' doesn't exist on type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"errors\": [{}]}",
                "{\"errors\": [\"no\"]}",
                "{\"errors\": {\"message\": \"no\"}}",
                "{\"errors\": [{\"message\": 7}]}"
            })
    void errorsWithoutAMessageAreFailuresToo(String body) {
        gitlab.answers(body);

        assertThat(failure().detail()).isEqualTo("GitLab returned an error: (no message)");
    }

    @Test
    void anEchoedTokenIsRedacted() {
        gitlab.answers("{\"errors\": [{\"message\": \"Token " + FakeGitLab.TOKEN + " is revoked\"}]}");

        var failure = failure();

        assertThat(failure.detail()).isEqualTo("GitLab returned an error: Token [redacted] is revoked");
    }

    @ParameterizedTest
    @MethodSource("disguises")
    void aDisguisedTokenIsNotShown(String disguised) {
        gitlab.answers("{\"errors\": [{\"message\": " + json.valueToTree("Token " + disguised + " is revoked") + "}]}");

        assertThat(failure().detail()).isEqualTo("GitLab returned an error: [redacted]");
    }

    static Stream<String> disguises() {
        return RedactorTest.disguises(FakeGitLab.TOKEN);
    }

    @Test
    void markupInAMessageStaysText() {
        gitlab.answers("{\"errors\": [{\"message\": \"<b>no</b> &lt;i&gt; %41\"}]}");

        assertThat(failure().detail()).isEqualTo("GitLab returned an error: <b>no</b> &lt;i&gt; %41");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_001, 20_000})
    void aResponseWithTooManyAddOnsIsAFailure(int number) {
        gitlab.answers(withAddOns(number));

        assertThat(failure().detail()).isEqualTo("GitLab's response has more than 1000 add-on purchases.");
    }

    @Test
    void aThousandAddOnsAreRead() {
        gitlab.answers(withAddOns(1_000));

        assertThat(source().fetch().addOns()).hasSize(1_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{},", "[],", "0,", "\"\",", "{\"a\":[]},", "{\"name\":\"a\"},"})
    void aResponseOfManySmallValuesIsAFailure(String values) {
        gitlab.answers("{\"data\": {\"currentLicense\": {}, \"addOnPurchases\": ["
                + values.repeat(1_000_000 / values.length()) + "{}]}}");

        assertThat(failure().detail()).startsWith("GitLab: The response has JSON with more than 100000 names");
    }

    @Test
    void aResponseOfManyLevelsIsAFailure() {
        gitlab.answers("[".repeat(101) + "]".repeat(101));

        assertThat(failure().detail()).startsWith("GitLab: The response has JSON with more than");
    }

    private static String withAddOns(int number) {
        return IntStream.range(0, number)
                .mapToObj(addOn -> "{\"name\":\"" + addOn + "\"}")
                .collect(joining(",", "{\"data\": {\"currentLicense\": {}, \"addOnPurchases\": [", "]}}"));
    }

    @Test
    void aLongMessageIsCutBetweenCharacters() {
        gitlab.answers("{\"errors\": [{\"message\": \"" + "x".repeat(199) + "\uD83D\uDE00\uD83D\uDE00\"}]}");

        assertThat(failure().detail()).endsWith("x\uD83D\uDE00...");
    }

    @ParameterizedTest
    @CsvSource({
        "401, rejected the token with 401",
        "403, rejected the token with 403",
        "302, returned 302",
        "404, returned 404",
        "429, returned 429",
        "500, returned 500",
        "503, returned 503"
    })
    void anyOtherStatusIsReportedWithoutTheBody(int status, String expected) {
        gitlab.answers(aResponse()
                .withStatus(status)
                .withHeader("Location", gitlab.url() + "/elsewhere")
                .withBody("internal secret " + FakeGitLab.TOKEN));

        var failure = failure();

        assertThat(failure.detail()).contains(expected).doesNotContain("secret", FakeGitLab.TOKEN);
        gitlab.verify(1, anyRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "<html><body>Sign in</body></html>       | response is not JSON",
                "{\"data\":                              | response is not JSON",
                "{}                                      | lacks currentLicense or addOnPurchases",
                "[]                                      | lacks currentLicense or addOnPurchases",
                "null                                    | lacks currentLicense or addOnPurchases",
                "{\"data\": null}                        | lacks currentLicense or addOnPurchases",
                "{\"data\": {\"addOnPurchases\": []}}    | lacks currentLicense or addOnPurchases",
                "{\"data\": {\"currentLicense\": {\"plan\": \"ultimate\"}}} | lacks currentLicense or addOnPurchases",
                "{\"data\": {\"currentLicense\": \"ultimate\", \"addOnPurchases\": []}} | lacks currentLicense",
                "{\"data\": {\"currentLicense\": [], \"addOnPurchases\": []}} | lacks currentLicense",
                "{\"data\": {\"currentLicense\": {}, \"addOnPurchases\": {}}} | lacks currentLicense or addOnPurchases",
                "{\"data\": {\"currentLicense\": {}, \"addOnPurchases\": [null]}} | an add-on without a name",
                "{\"data\": {\"currentLicense\": {}, \"addOnPurchases\": [{}]}} | an add-on without a name",
                "{\"data\": {\"currentLicense\": {}, \"addOnPurchases\": [{\"name\": 7}]}} | name that is not a string",
                "{\"data\": {\"currentLicense\": {}, \"addOnPurchases\": [{\"name\": \"a\", \"purchasedQuantity\": \"9\"}]}} | purchasedQuantity",
                "{\"data\": {\"currentLicense\": {}, \"addOnPurchases\": [{\"name\": \"a\", \"purchasedQuantity\": 9999999999}]}} | purchasedQuantity",
                "{\"data\": {\"currentLicense\": {}, \"addOnPurchases\": [{\"name\": \"a\", \"purchasedQuantity\": -5}]}} | purchasedQuantity",
                "{\"data\": {\"currentLicense\": {}, \"addOnPurchases\": [{\"name\": \"a\", \"purchasedQuantity\": -2147483648}]}} | purchasedQuantity",
                "{\"data\": {\"currentLicense\": {}, \"addOnPurchases\": [{\"name\": \"a\", \"purchasedQuantity\": 1.5}]}} | purchasedQuantity",
                "{\"data\": {\"currentLicense\": {}, \"addOnPurchases\": [{\"name\": \"a\", \"purchasedQuantity\": true}]}} | purchasedQuantity",
                "{\"data\": {\"currentLicense\": {}, \"addOnPurchases\": [{\"name\": \"a\", \"purchasedQuantity\": 2}, {\"name\": \"a\", \"purchasedQuantity\": -1}]}} | purchasedQuantity",
                "{\"data\": {\"currentLicense\": {\"plan\": \"glpat-fake-0123456789\"}, \"addOnPurchases\": []}} | plan that contains the token",
                "{\"data\": {\"currentLicense\": {}, \"addOnPurchases\": [{\"name\": \"x 9876543210-ekaf-taplg\"}]}} | name that contains the token",
                "{\"data\": {\"currentLicense\": {}, \"addOnPurchases\": [{\"name\": \"Z2xwYXQtZmFrZS0wMTIzNDU2Nzg5\"}]}} | name that contains the token",
                "{\"data\": {\"currentLicense\": {\"plan\": 7}, \"addOnPurchases\": []}} | plan that is not a string",
                "{\"data\": {\"currentLicense\": {\"plan\": \"a\\u0000\"}, \"addOnPurchases\": []}} | plan is not a name",
                "{\"data\": {\"currentLicense\": {\"expiresAt\": 1798675200}, \"addOnPurchases\": []}} | expiresAt that is not a string",
                "{\"data\": {\"currentLicense\": {\"expiresAt\": \"never\"}, \"addOnPurchases\": []}} | expiresAt is not a date"
            })
    void aMalformedResponseIsAFailure(String body, String expected) {
        gitlab.answers(body);

        var failure = failure();

        assertThat(failure.detail()).contains(expected);
        assertThat(failure.isTimeout()).isFalse();
    }

    @Test
    void anEmptyResponseIsAFailure() {
        gitlab.answers("");

        assertThat(failure().detail()).contains("lacks currentLicense");
    }

    @Test
    void aBrokenConnectionIsAFailure() {
        gitlab.answers(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

        assertThat(failure().detail()).startsWith("GitLab: ");
        assertThat(failure().isTimeout()).isFalse();
    }

    @Test
    void anUnreachableGitLabIsAFailure() {
        var source = source();
        server.stop();

        var failure = catchThrowableOfType(SourceException.class, source::fetch);

        assertThat(failure.detail()).contains("refused");
    }

    @Test
    void aResponseThatNeverEndsIsATimeout() {
        gitlab.answers(aResponse().withBody(FakeGitLab.ULTIMATE).withChunkedDribbleDelay(60, 60_000));

        var failure = catchThrowableOfType(
                SourceException.class, () -> source(Duration.ofMillis(300)).fetch());

        assertThat(failure.isTimeout()).isTrue();
        assertThat(failure.detail()).contains("within 300 ms");
    }

    private GitLabSource source() {
        return source(Duration.ofSeconds(10));
    }

    private GitLabSource source(Duration timeout) {
        return new GitLabSource(HttpUrl.parse(gitlab.url()), FakeGitLab.TOKEN, timeout, client, json);
    }

    private SourceException failure() {
        return catchThrowableOfType(SourceException.class, () -> source().fetch());
    }
}
