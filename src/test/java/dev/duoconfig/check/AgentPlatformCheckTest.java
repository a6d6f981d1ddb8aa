package dev.duoconfig.check;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The steps of a check of the gateway that are about the service of the Agent Platform. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class AgentPlatformCheckTest {

    private static final String CONNECT = "agent_platform_connect";
    private static final String TLS = "agent_platform_tls";

    private final FakeServer server = FakeServer.start();

    @BeforeEach
    void aHealthyGateway() {
        FakeServer.allow();
        set("url", server.url());
        server.gets("/monitoring/healthz", 200, "{}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void withoutAServiceBothStepsAreSkippedWithTheReason() {
        var report = check();

        assertThat(report.status()).isEqualTo("passed");
        assertThat(report.steps()).endsWith("gateway_health passed", CONNECT + " skipped", TLS + " skipped");
        assertThat(report.detail(CONNECT)).contains("No service of the Agent Platform is set");
        assertThat(report.detail(TLS)).contains("No service of the Agent Platform is set");
    }

    @Test
    void withoutTlsTheServiceIsConnectedToAndNothingIsSent() throws IOException {
        try (var service = listen()) {
            set("agent_platform_url", "127.0.0.1:" + service.getLocalPort());
            set("agent_platform_tls", false);

            var report = check();

            assertThat(report.steps()).endsWith(CONNECT + " passed", TLS + " skipped");
            assertThat(report.detail(CONNECT))
                    .contains("allowed by 127.0.0.0/8", "Connected to 127.0.0.1:" + service.getLocalPort());
            assertThat(report.detail(TLS)).contains("agent_platform_tls is false");
            assertThat(report.summary()).contains("gateway is healthy", "Agent Platform accepts connections");
            try (var connection = service.accept()) {
                assertThat(connection.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void aCertificateThatIsNotTrustedFails() {
        set("agent_platform_url", server.secureUrl().replace("https://", ""));

        var report = check();

        assertThat(report.steps()).endsWith(CONNECT + " passed", TLS + " failed");
        assertThat(report.summary()).contains("DUO_OUTBOUND_CA_BUNDLE", "agent_platform_tls to false");
    }

    @Test
    void aServiceWithoutTlsFailsWhereTlsIsOn() {
        set("agent_platform_url", "127.0.0.1:" + server.port());

        assertThat(check().end()).isEqualTo(TLS + " failed");
    }

    @Test
    void aServiceThatIsDownFails() throws IOException {
        int port;
        try (var service = listen()) {
            port = service.getLocalPort();
        }
        set("agent_platform_url", "127.0.0.1:" + port);

        var report = check();

        assertThat(report.status()).isEqualTo("failed");
        assertThat(report.end()).isEqualTo(CONNECT + " failed");
        assertThat(report.summary()).contains("Nothing listens at this address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:50052", "localhost:50052", "10.20.0.6:50052", "[::1]:50052"})
    void theOutboundRulesApply(String service) {
        Api.as("admin")
                .body("{\"outbound_allowlist\": [\"127.0.0.1:" + server.port() + "\"]}")
                .patch("/gateway");
        set("agent_platform_url", service);

        var report = check();

        assertThat(report.steps()).endsWith("gateway_health passed", CONNECT + " failed");
        assertThat(report.suggestions()).containsExactly("outbound_allowlist " + service);
        assertThat(report.summary()).contains("outbound rules block");
    }

    @Test
    void aMetadataAddressInTheDatabaseIsNeverConnectedTo() {
        Database.execute(
                "update gateway set agent_platform_url = '169.254.169.254:80'",
                "update configuration_state set revision = revision + 1");

        var report = check();

        assertThat(report.end()).isEqualTo(CONNECT + " failed");
        assertThat(report.detail(CONNECT)).contains("never allowed");
    }

    @Test
    void anUnhealthyGatewayEndsTheCheckAndAModelIsCheckedWithoutTheService() {
        set("agent_platform_url", "127.0.0.1:1");
        server.posts("/v1/prompts/model_configuration%2Fcheck", 200, "{\"content\": \"Yes\"}");
        Api.entitled();

        var model = CheckedModels.check(null, "bedrock/mistral", null, "via", "gateway");
        server.gets("/monitoring/healthz", 503, "{}");

        assertThat(model.status()).isEqualTo("passed");
        assertThat(check().end()).isEqualTo("gateway_health failed");
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    private static void set(String property, Object value) {
        Api.as("admin").body(Map.of(property, value)).patch("/gateway").then().statusCode(200);
    }

    private static Report check() {
        return Report.of(Api.as("admin").post("/gateway/check"));
    }
}
