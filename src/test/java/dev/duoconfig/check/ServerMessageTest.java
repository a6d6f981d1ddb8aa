package dev.duoconfig.check;

import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.duoconfig.outbound.RedactorTest;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static dev.duoconfig.check.FakeServer.MODEL;
import static dev.duoconfig.check.FakeServer.json;
import static org.assertj.core.api.Assertions.assertThat;

/** What a server says about its error is shown beside our own words, and reveals no secret. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class ServerMessageTest {

    private static final String KEY = "sk-4711-message-0815";
    private static final String PORTKEY = "Either x-portkey-config or x-portkey-provider header is required";

    private final FakeServer server = FakeServer.start();

    static Stream<String> disguises() {
        return Stream.concat(Stream.of(KEY), RedactorTest.disguises(KEY));
    }

    @BeforeEach
    void entitleAndAllow() {
        Api.entitled();
        FakeServer.allow();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"k", "", KEY})
    void aProxysReasonIsShownAndNothingIsClaimedAboutTheModel(String key) {
        respond(json(400, "{\"status\": \"failure\", \"message\": \"" + PORTKEY + "\"}"));

        var whole = check(key, "completion", "true");
        var quick = check(key);

        assertThat(whole.steps()).contains("list_models skipped").endsWith("completion failed");
        assertThat(whole.serverMessage("list_models")).isEqualTo(PORTKEY);
        assertThat(whole.serverMessage("completion")).isEqualTo(PORTKEY);
        assertThat(whole.serverMessage("connect")).isNull();
        assertThat(quick.serverMessage("list_models")).isEqualTo(PORTKEY);
        for (var report : new Report[] {whole, quick}) {
            assertThat(report.summary())
                    .contains("server_message", "AIGW_CUSTOM_MODELS__EXTRA_HEADERS", "via=gateway")
                    .doesNotContain("is there", "chat model", PORTKEY);
            assertThat(report.detail("list_models")).doesNotContain(PORTKEY);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\": {\"message\": \"m\", \"type\": \"t\"}, \"message\": \"other\"} | m",
                "{\"error\": \"e\", \"message\": \"other\"} | e",
                "{\"message\": \"m\", \"detail\": \"other\"} | m",
                "{\"detail\": \"Not Found\"} | Not Found",
                "{\"detail\": [{\"loc\": [\"body\", \"messages\", 0], \"msg\": \"Field required\", \"type\": \"missing\"}]} | body.messages.0: Field required",
                "{\"detail\": [{\"msg\": \"a\"}, {\"loc\": [\"query\"], \"msg\": \"b\"}]} | a; query: b",
                "{\"errors\": [{\"message\": \"first\"}, {\"message\": \"second\"}]} | first",
                "{\"error\": {\"code\": \"401\", \"message\": \"Access denied due to invalid subscription key.\"}} | Access denied due to invalid subscription key.",
                "{\"object\": \"error\", \"message\": \"The model `x` does not exist.\", \"code\": 404} | The model `x` does not exist.",
                "[{\"error\": {\"code\": 400, \"message\": \"API key not valid.\"}}] | API key not valid.",
                "{\"type\": \"about:blank\", \"title\": \"t\", \"detail\": \"why\"} | why",
                "{\"errors\": [\"plain\"]} | plain",
                "{\"Message\": \"User is not authorized\"} | User is not authorized",
                "{\"error\": \"invalid_token\", \"error_description\": \"expired\"} | invalid_token",
                "{\"error\": {\"code\": 7}, \"status\": 400} | ",
                "{\"message\": {\"nested\": true}} | ",
                "{\"message\": \"  \"} | ",
                "{} | ",
                "[] | ",
                "garbage { | "
            })
    void everyFormOfAnErrorIsRead(String body, @Nullable String message) {
        respond(json(400, body));

        assertThat(check(KEY).serverMessage("list_models")).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain | \\n\\n first line \\n second | first line",
                "text/plain; charset=utf-8 | upstream connect error | upstream connect error",
                "text/plain | <html><body>not text</body></html> | ",
                "text/html | <html><head><title>400 &amp; Bad\\n Request</title></head><body>secret</body></html> | 400 & Bad Request",
                "text/html | <h1>Bad Request</h1> | ",
                "text/html | no markup | ",
                "application/json | <!DOCTYPE html><TITLE lang=en>Sign in</TITLE> | Sign in",
                "application/xml | <?xml version=\"1.0\"?><Error><Message>no</Message></Error> | ",
                "application/octet-stream | bytes | ",
                "text/event-stream | event: error\\ndata: {\"error\": {\"message\": \"overloaded\"}}\\n\\n | overloaded"
            })
    void textIsReadByItsFirstLineAndAPageByItsTitle(String type, String body, @Nullable String message) {
        respond(aResponse().withStatus(400).withHeader("Content-Type", type).withBody(body.replace("\\n", "\n")));

        assertThat(check(KEY).serverMessage("list_models")).isEqualTo(message);
    }

    @Test
    void aMessageIsOneVisibleLineOfLimitedLength() {
        respond(json(
                400, "{\"message\": \"a\\u0000b\\n\\tc\\u202ed\\u200be\\u00a0f\\u2028g\\u3164h\\ufe0fi\\ue000j\"}"));
        assertThat(check(KEY).serverMessage("list_models")).isEqualTo("a b cde f ghij");

        respond(json(400, "{\"message\": \"" + "x".repeat(296) + "\uD83D\uDE00".repeat(9) + "\"}"));
        assertThat(check(KEY).serverMessage("list_models")).isEqualTo("x".repeat(296) + "...");

        respond(json(400, "{\"message\": \"" + "y".repeat(300) + "\"}"));
        assertThat(check(KEY).serverMessage("list_models")).isEqualTo("y".repeat(300));

        respond(json(400, "{\"message\": \"\\u200b\\u0007\"}"));
        assertThat(check(KEY).serverMessage("list_models")).isNull();
    }

    @ParameterizedTest
    @MethodSource("disguises")
    void theKeyIsRedactedInEveryDisguise(String disguise) {
        respond(json(401, messageJson("The key " + disguise + " is wrong")));

        assertThat(check(KEY).serverMessage("list_models")).isEqualTo("[redacted]");
    }

    @Test
    void theKeyIsRedactedWhereTheMessageIsCut() {
        respond(json(401, messageJson("x".repeat(290) + KEY)));

        assertThat(check(KEY).serverMessage("list_models")).isEqualTo("[redacted]");
    }

    @Test
    void theOtherSecretsOfTheServiceAreRedactedToo() {
        CheckedModels.store("https://other.example.com/v1", "custom_openai/other", "glhf-another-key-2718281828");
        respond(json(400, "{\"message\": \"not glhf-another-key-2718281828\"}"));
        assertThat(check(KEY).serverMessage("list_models")).isEqualTo("[redacted]");

        Api.as("admin")
                .body(
                        "{\"name\": \"other\", \"url\": \"https://gitlab.example.com\", \"token\": \"glpat-token-3141592653\"}")
                .post("/gitlab-instances")
                .then()
                .statusCode(201);
        respond(json(400, "{\"message\": \"not glpat-token-3141592653\"}"));
        assertThat(check(KEY).serverMessage("list_models")).isEqualTo("[redacted]");

        respond(json(400, "{\"message\": \"not another key\"}"));
        assertThat(check(KEY).serverMessage("list_models")).isEqualTo("not another key");
    }

    @Test
    void aServerThatWorksSaysNothing() {
        server.lists(MODEL).chats();

        var report = check(KEY, "completion", "true");

        assertThat(report.status()).isEqualTo("passed");
        assertThat(report.serverMessage("list_models")).isNull();
        assertThat(report.serverMessage("completion")).isNull();
    }

    @Test
    void aMessageIsNeitherLoggedNorAudited() {
        respond(json(400, "{\"message\": \"a-unique-remark\"}"));
        var id = CheckedModels.store(server.url() + "/v1", "custom_openai/" + MODEL, KEY);
        var events = Database.rows("select id from audit_event");

        var report = Report.of(CheckedModels.checkStored(id));
        var findings = Api.as("admin").queryParam("checks", true).get("/diagnostics");

        assertThat(report.serverMessage("list_models")).isEqualTo("a-unique-remark");
        assertThat(findings.asString()).contains("model_check_failed").doesNotContain("a-unique-remark");
        assertThat(Database.rows("select id from audit_event")).isEqualTo(events);
    }

    private static String messageJson(String message) {
        return JsonObject.of("message", message).encode();
    }

    private void respond(ResponseDefinitionBuilder response) {
        server.on(any(anyUrl()).willReturn(response));
    }

    private Report check(String key, String... parameters) {
        return CheckedModels.check(server.url() + "/v1", "custom_openai/" + MODEL, key, parameters);
    }
}
