package dev.duoconfig.check;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.OtherSettings;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("own-start")
@QuarkusTest
@TestProfile(OtherSettings.class)
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class ServerMessagesOffTest {

    @BeforeEach
    void entitleAndAllow() {
        Api.entitled();
        FakeServer.allow();
    }

    @Test
    void noReportShowsWhatServersSay() {
        try (var server = FakeServer.start()) {
            server.gets("/v1/models", 400, "{\"message\": \"a-unique-remark\"}")
                    .posts("/v1/chat/completions", 400, "{\"message\": \"a-unique-remark\"}");

            var report = CheckedModels.check(server.url() + "/v1", "custom_openai/m", null, "completion", "true");

            assertThat(report.status()).isEqualTo("failed");
            assertThat(report.summary()).contains("Its log has the reason");
            assertThat(report.toString()).contains("\"server_message\":null").doesNotContain("a-unique-remark");
        }
    }
}
