package dev.duoconfig.gateway;

import java.util.Map;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

/** The rules for the service of the Agent Platform; saving it neither resolves nor calls the host. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class AgentPlatformUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "agents.example.com:50052",
                "agents.example.com:443",
                "Agents.Example.com:50052",
                "agents:1",
                "does-not-exist.invalid:65535",
                "localhost:50052",
                "10.20.0.6:50052",
                "127.0.0.1:50052",
                "[::1]:50052",
                "[fd00::1]:50052"
            })
    void aHostWithAPortIsStoredUnchanged(String server) {
        send(server).then().statusCode(200).body("agent_platform_url", is(server));
        Api.as("viewer").get("/gateway").then().body("agent_platform_url", is(server));
    }

    @Test
    void spacesAroundItAreRemovedAndABlankOneClearsIt() {
        send(" agents.example.com:50052\t").then().body("agent_platform_url", is("agents.example.com:50052"));

        send(" ").then().statusCode(200).body("agent_platform_url", nullValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "agents.example.com | Add the port",
                "10.20.0.6 | Add the port",
                "[fd00::1] | Add the port",
                "https://agents.example.com:50052 | without a scheme",
                "grpc://agents.example.com:50052 | without a scheme",
                "dns:///agents.example.com:50052 | without a scheme",
                "agents.example.com:50052/ | without a path",
                "agents.example.com:50052/v1 | without a path",
                "agents.example.com:50052?x=1 | without a path",
                "agents.example.com:50052#top | fragment",
                "agents.example.com:0 | from 1 to 65535",
                "agents.example.com:65536 | from 1 to 65535",
                "agents.example.com: | from 1 to 65535",
                "agents.example.com:port | from 1 to 65535",
                ":50052 | host is missing",
                "50052 | Add the port",
                "fd00::1:50052 | in brackets",
                "user:hunter2@agents.example.com:50052 | user name or password",
                "'agents.example.com:50052' | begins with the character '",
                "\"agents.example.com:50052\" | begins with the character \"",
                "<agents.example.com:50052> | begins with the character <",
                "agents.example.com:50052, | Remove it",
                "a.example.com:50052,b.example.com:50052 | list",
                "agents example.com:50052 | Spaces",
                "agents\\example.com:50052 | Backslashes",
                "g\u00e4teway.example.com:50052 | visible ASCII",
                "agents.\u202eexample.com:50052 | visible ASCII"
            })
    void anythingElseIsRefusedWithTheRule(String server, String rule) {
        var response = send(server);

        assertInvalid(response).containsExactly("/agent_platform_url url-invalid");
        assertThat(response.jsonPath().getString("errors[0].detail")).contains(rule);
        assertThat(response.asString()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254:50052",
                "169.254.169.254",
                "169.254.0.1:50052",
                "[fe80::1]:50052",
                "0xA9FEA9FE:50052",
                "2852039166:50052",
                "0251.0376.0251.0376:80",
                "[::ffff:169.254.169.254]:50052",
                "[64:ff9b::a9fe:a9fe]:50052",
                "100.100.100.200:50052",
                "[fd00:ec2::254]:50052",
                "metadata.google.internal:50052",
                "METADATA.google.internal.:50052"
            })
    void linkLocalAndMetadataAddressesAreRefusedInAnySpelling(String server) {
        Api.as("admin").body("{\"outbound_allowlist\": [\"169.254.169.254\"]}").patch("/gateway");

        assertInvalid(send(server)).containsExactly("/agent_platform_url url-forbidden");
    }

    @Test
    void itsFaultsAreReportedWithAllOthersInAnyForm() {
        var body = Map.of("url", "nowhere", "agent_platform_url", "http://169.254.169.254");
        var document = Map.of("gateway", body, "models", new Object[0], "features", new Object[0]);

        assertInvalid(Api.as("admin").body(body).put("/gateway"))
                .containsExactly("/url url-invalid", "/agent_platform_url url-invalid");
        assertInvalid(Api.as("admin").body(document).put("/configuration"))
                .containsExactly("/gateway/url url-invalid", "/gateway/agent_platform_url url-invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "true", "[]", "{}"})
    void itIsAText(String value) {
        assertInvalid(Api.as("admin")
                        .body("{\"agent_platform_url\": " + value + "}")
                        .patch("/gateway"))
                .containsExactly("/agent_platform_url wrong-type");
    }

    private static Response send(String server) {
        return Api.as("admin").body(Map.of("agent_platform_url", server)).patch("/gateway");
    }
}
