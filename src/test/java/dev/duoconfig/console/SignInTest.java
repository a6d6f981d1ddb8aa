package dev.duoconfig.console;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.AtOnce;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.LogLines;
import dev.duoconfig.testkit.RawConnection;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertInvalid;
import static dev.duoconfig.testkit.Problems.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The link of the start leads to a token, once. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@SuppressWarnings("NullAway.Init")
class SignInTest {

    private static final String LINK = "http://127.0.0.1:8080/console/#/sign-in/";

    @Inject
    SignIn signIn;

    private String code;

    @BeforeEach
    void startAgain() {
        var link = signIn.link("http://127.0.0.1:8080");
        assertThat(link).startsWith(LINK);
        code = link.substring(LINK.length());
    }

    @Test
    void theCodeIsExchangedForATokenOfTheAdministrator() {
        var response = exchange(code);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().getValues("Cache-Control")).containsExactly("no-store");
        var gateway = Api.anonymous()
                .header("Authorization", "Bearer " + response.path("token"))
                .contentType("application/json")
                .body("{}")
                .patch("/gateway?dry_run=true");
        assertThat(gateway.statusCode()).isEqualTo(200);
    }

    @Test
    void theTokenIsValidForTwelveHours() {
        var response = exchange(code);

        var expiry = Instant.parse(response.path("expires_at"));
        var claims = JsonPath.from(new String(
                Base64.getUrlDecoder().decode(response.<String>path("token").split("\\.", -1)[1]), UTF_8));
        assertThat(claims.getLong("exp")).isEqualTo(expiry.getEpochSecond());
        assertThat(claims.getLong("iat"))
                .isEqualTo(expiry.minus(Duration.ofHours(12)).getEpochSecond());
        assertThat(expiry).isBetween(in(Duration.ofHours(12).minusMinutes(2)), in(Duration.ofHours(12)));
        assertThat(claims.getString("sub")).isEqualTo("local-admin");
        assertThat(claims.getList("groups")).containsExactly("admin");
    }

    @Test
    void theCodeWorksOnceOnly() {
        exchange(code).then().statusCode(200);

        assertRefused(exchange(code));
    }

    @Test
    void ofManyRequestsAtOnceOneGetsAToken() throws Exception {
        var statuses = AtOnce.run(8, caller -> exchange(code).statusCode());

        assertThat(statuses).containsOnlyOnce(200).contains(401).hasSize(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "tokens/admin", "\u0000", "3vYQmPhJrXG0yzYkWcBgQ1zq0w9s7n2eTtUuVvXxYzA"})
    void anotherCodeIsRefusedAndDoesNotUseUpTheRightOne(String guess) {
        assertRefused(exchange(guess));

        exchange(code).then().statusCode(200);
    }

    @Test
    void theCodeOfAnEarlierStartIsRefused() {
        startAgain();
        var earlier = code;
        startAgain();

        assertRefused(exchange(earlier));
    }

    @Test
    void guessingIsLimitedAlsoForTheRightCode() {
        for (var i = 0; i < 10; i++) {
            assertRefused(exchange("guess " + i));
        }

        var response = exchange(code);

        assertProblem(response, 429, "rate-limited");
        assertThat(Integer.parseInt(response.header("Retry-After"))).isBetween(1, 7);
    }

    @ParameterizedTest
    @CsvSource({
        "{}, /code required",
        "{\"code\": null}, /code required",
        "{\"code\": \" \"}, /code required",
        "{\"code\": 5}, /code wrong-type",
        "{\"codes\": \"a\"}, /codes unknown-property"
    })
    void aRequestWithoutACodeIsInvalid(String body, String error) {
        assertInvalid(send(body)).containsExactly(error);
    }

    /** Its sender may be anyone, so it must not fill the memory. */
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1025", "Transfer-Encoding: chunked", "Content-Length: 100000000"})
    void aBodyOverAKilobyteIsRefusedBeforeItIsRead(String length) throws IOException {
        try (var connection = RawConnection.open()) {
            connection.send("POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" + length
                    + "\r\n\r\n" + (length.contains("chunked") ? "401\r\n" + " ".repeat(1025) : ""));

            var response = connection.read(false);

            assertThat(response.status()).isEqualTo(413);
            assertThat(response.headers().get("connection")).containsExactly("close");
        }
    }

    /** Another website can send such requests without asking first. */
    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded"})
    void aFormOfAnotherWebsiteDoesNotCount(String type) {
        for (var i = 0; i < 20; i++) {
            assertProblem(
                    Api.anonymous().contentType(type).body("{\"code\": \"a\"}").post("/sign-in"),
                    415,
                    "unsupported-media-type");
        }

        exchange(code).then().statusCode(200);
    }

    @Test
    void theLogOfTheExchangeHasNeitherCodeNorToken() {
        try (var log = new LogLines(SignIn.class)) {
            var token = exchange(code).<String>path("token");

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("sign-in link was used")
                    .doesNotContain(code, token);
        }
    }

    private static Instant in(Duration time) {
        return Instant.now().plus(time);
    }

    private static Response exchange(String code) {
        return Api.anonymous()
                .contentType("application/json")
                .body(Map.of("code", code))
                .post("/sign-in");
    }

    private static Response send(String body) {
        return Api.anonymous().contentType("application/json").body(body).post("/sign-in");
    }

    private static void assertRefused(Response response) {
        assertProblem(response, 401, "sign-in-code-invalid");
        assertThat(response.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(response.jsonPath().getString("detail")).contains("tokens/admin");
    }
}
