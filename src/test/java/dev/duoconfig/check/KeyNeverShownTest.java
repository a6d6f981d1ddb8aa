package dev.duoconfig.check;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** No report contains the API key, even if a server sends it back in some encoding. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class KeyNeverShownTest {

    private static final String KEY = "sk+Echo/4711-8c1f=2d";

    private final FakeServer server = FakeServer.start();

    static List<String> echoes() {
        var bytes = KEY.getBytes(UTF_8);
        return List.of(
                KEY,
                "Bearer " + KEY,
                Base64.getEncoder().encodeToString(bytes),
                Base64.getEncoder().encodeToString(("x" + KEY).getBytes(UTF_8)),
                Base64.getUrlEncoder().encodeToString(bytes),
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes),
                URLEncoder.encode(KEY, UTF_8),
                new StringBuilder(KEY).reverse().toString(),
                "model-" + KEY + "-v1",
                "invalid key sk+Echo/4711***");
    }

    @BeforeEach
    void entitleAndAllow() {
        Api.entitled();
        FakeServer.allow();
        Api.as("admin").body("{\"url\": \"" + server.url() + "\"}").patch("/gateway");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @MethodSource("echoes")
    void anEchoedKeyIsNeverShown(String echo) {
        var bodies = List.of(
                FakeServer.list(echo),
                "{\"error\": {\"message\": \"" + echo + "\"}, \"detail\": \"" + echo + "\"}",
                echo);
        var id = CheckedModels.store(server.url() + "/v1", "custom_openai/mixtral", KEY);

        for (var status : List.of(200, 307, 400, 401, 404, 421, 500)) {
            for (var body : bodies) {
                server.on(any(anyUrl())
                        .willReturn(aResponse()
                                .withStatus(status)
                                .withHeader("Location", server.url() + "/" + URLEncoder.encode(echo, UTF_8))
                                .withHeader("WWW-Authenticate", "Bearer error=\"" + echo + "\"")
                                .withBody(body)));

                var reports = List.of(
                        CheckedModels.checkStored(id),
                        CheckedModels.checkStored(id, "completion", "true"),
                        CheckedModels.checkStored(id, "via", "gateway"));

                assertThat(reports).allSatisfy(report -> assertThat(report.asString() + report.headers())
                        .contains("\"status\"")
                        .doesNotContain(echo)
                        .doesNotContain(KEY)
                        .doesNotContain("Echo/4711"));
            }
        }
    }
}
