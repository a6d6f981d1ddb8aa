package dev.duoconfig.gateway;

import java.util.Map;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

/** The rules for the gateway URL; saving it neither resolves nor calls the host. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class GatewayUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://gw.example.com",
                "http://localhost:5052",
                "http://127.0.0.1:5052",
                "http://[::1]:5052",
                "http://10.20.0.5:5052",
                "http://gateway:5052",
                "https://does-not-exist.invalid",
                "https://gw.example.com/prefix/ai"
            })
    void anyOtherHostIsAllowedAndItsUrlIsStoredUnchanged(String url) {
        assertStored(url, url);
    }

    @ParameterizedTest
    @CsvSource({
        "https://gw.example.com/, https://gw.example.com",
        "https://gw.example.com///, https://gw.example.com",
        "https://gw.example.com/ai//, https://gw.example.com/ai",
        "'  https://gw.example.com/ ', https://gw.example.com"
    })
    void allTrailingSlashesAndSpacesAreRemoved(String url, String stored) {
        assertStored(url, stored);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\"  \"", "\"\\t\\n\""})
    void aBlankUrlClearsTheStoredUrl(String blank) {
        assertStored("https://gw.example.com", "https://gw.example.com");

        var response = Api.as("admin")
                .body("{\"url\": " + blank + "}")
                .patch("/gateway")
                .jsonPath();

        assertThat(response.<@Nullable String>get("url")).isNull();
        assertThat(response.<@Nullable String>get("url_source")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gw.example.com",
                "//gw.example.com",
                "ftp://gw.example.com",
                "https:gw.example.com",
                "https://",
                "https://user@gw.example.com",
                "https://user:hunter2@gw.example.com",
                "https://gw.example.com/#top",
                "https://gw example.com",
                "https://gw.example.com:99999",
                "https://gw.example.com\\ai",
                "https://gw.example.com/\u202e",
                "https://gw.example.com/\u0000",
                "https://g\u00e4teway.example.com"
            })
    void invalidUrlsAndUrlsWithUserInfoOrFragmentAreRefused(String url) {
        var response = send(url);

        assertInvalid(response).containsExactly("/url url-invalid");
        assertThat(response.asString()).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254",
                "http://169.254.0.1:5052",
                "http://[fe80::1]:5052",
                "http://0xA9FEA9FE",
                "http://2852039166/",
                "http://0251.0376.0251.0376",
                "http://169.254.43518",
                "http://[::ffff:169.254.169.254]",
                "http://[64:ff9b::a9fe:a9fe]",
                "http://[2002:a9fe:a9fe::]",
                "http://100.100.100.200",
                "http://metadata.google.internal",
                "http://METADATA.GOOGLE.INTERNAL./"
            })
    void linkLocalAndMetadataAddressesAreRefusedInAnySpelling(String url) {
        assertInvalid(send(url)).containsExactly("/url url-forbidden");
    }

    @Test
    void aUrlHasAtMost2048Characters() {
        var longest = "https://gw.example.com/" + "p".repeat(2048 - "https://gw.example.com/".length());

        assertStored(longest, longest);
        assertInvalid(send(longest + "p")).containsExactly("/url url-invalid");
    }

    private static void assertStored(String url, String stored) {
        var response = send(url);

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        assertThat(response.jsonPath().getString("url")).isEqualTo(stored);
        assertThat(response.jsonPath().getString("url_source")).isEqualTo("database");
    }

    private static Response send(String url) {
        return Api.as("admin").body(Map.of("url", url)).put("/gateway");
    }
}
