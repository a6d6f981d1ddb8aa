package dev.duoconfig.http.request;

import java.io.IOException;
import java.util.List;

import dev.duoconfig.model.SampleModels;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.OtherSettings;
import dev.duoconfig.testkit.RawConnection;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** With {@code DUO_PUBLIC_URL}, every absolute URL begins with it, whatever the request says. */
@QuarkusTest
@Tag("own-start")
@TestProfile(OtherSettings.class)
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class PublicUrlTest {

    private static final String MODEL = """
            {"name": "Mixtral", "family": "mixtral", "endpoint": "https://vllm.example.com/v1",
             "identifier": "custom_openai/mixtral"}""";

    @BeforeEach
    void entitle() {
        Api.entitled();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/models?per_page=1&search=M",
                "/models?search=%7Bx%7D%26&page=1",
                "/models/families?per_page=2",
                "/audit-events?per_page=1"
            })
    void theLinksOfAListAreBelowIt(String path) throws IOException {
        SampleModels.create("M1", "mixtral");
        SampleModels.create("M2", "mixtral");

        var link = header("GET " + path, "", "link");

        assertThat(link.split(", ")).allSatisfy(each -> assertThat(each)
                .startsWith("<" + OtherSettings.PUBLIC_URL + path.replaceAll("\\?.*", "") + "?"));
    }

    @Test
    void theLocationOfANewModelIsBelowIt() throws IOException {
        assertThat(header("POST /models", MODEL, "location")).startsWith(OtherSettings.PUBLIC_URL + "/models/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/swagger-ui", "/q/./swagger-ui", "/models/../q/swagger-ui"})
    void aRedirectLeadsBelowIt(String path) throws IOException {
        assertThat(header("GET " + path, "", "location")).isEqualTo(OtherSettings.PUBLIC_URL + "/q/swagger-ui/");
    }

    private static String header(String call, String body, String name) throws IOException {
        try (var connection = RawConnection.open()) {
            var response = connection.call(call
                    + " HTTP/1.1\r\nHost: evil.example.org\r\nX-Forwarded-Host: evil.example.org"
                    + "\r\nForwarded: host=evil.example.org\r\nAuthorization: Bearer " + Api.token("admin")
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            assertThat(response.headers().toString()).doesNotContain("evil");
            return String.join(", ", response.headers().getOrDefault(name, List.of()));
        }
    }
}
