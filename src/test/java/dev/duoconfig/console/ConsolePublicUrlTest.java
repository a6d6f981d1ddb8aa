package dev.duoconfig.console;

import java.io.IOException;
import java.util.List;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.OtherSettings;
import dev.duoconfig.testkit.RawConnection;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** With {@code DUO_PUBLIC_URL}, users of the console stay at that URL. */
@QuarkusTest
@Tag("own-start")
@TestProfile(OtherSettings.class)
@WithTestResource(LocalInstallationResource.class)
@SuppressWarnings("NullAway.Init")
class ConsolePublicUrlTest {

    @Inject
    SignIn signIn;

    @ParameterizedTest
    @ValueSource(strings = {"/", "/console", "/x/..", "/x/../console"})
    void theRootLeadsToTheConsoleBelowIt(String path) throws IOException {
        try (var connection = RawConnection.open()) {
            var response = connection.call("GET " + path + " HTTP/1.1\r\nHost: evil.example.org\r\n\r\n");

            assertThat(response.headers().get("location")).isEqualTo(List.of(OtherSettings.PUBLIC_URL + "/console/"));
        }
    }

    @Test
    void theSignInLinkIsBelowIt() {
        assertThat(signIn.link("http://127.0.0.1:8080")).startsWith(OtherSettings.PUBLIC_URL + "/console/#/sign-in/");
    }

    @Test
    void theDocumentationIsBelowIt() {
        assertThat(Api.anonymous().get("/console/config.json").jsonPath().getString("documentation_url"))
                .isEqualTo(OtherSettings.PUBLIC_URL + "/q/swagger-ui/");
    }
}
