package dev.duoconfig.console;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPInputStream;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.RawConnection;
import dev.duoconfig.testkit.RawResponse;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.DecoderConfig;
import io.restassured.specification.RequestSpecification;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** The pages of the console, with headers under which no other site, cache, or injected script can use them. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@SuppressWarnings("NullAway.Init")
class ConsoleTest {

    private static final String DATA = "default-src 'none'; frame-ancestors 'none'";

    @ConfigProperty(name = "quarkus.application.version")
    String version;

    @ParameterizedTest
    @ValueSource(strings = {"/", "/console", "/?code=a", "/console?next=//evil.example.com"})
    void theRootLeadsToTheConsole(String path) {
        var response = page().redirects().follow(false).get(path);

        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.header("Location")).isEqualTo("console/");
        assertThat(response.header("Content-Security-Policy")).isEqualTo(DATA);
        assertThat(response.header("Cache-Control")).isEqualTo("private, no-cache");
        assertThat(page().get(path).asString()).contains("<title>Duo Config</title>");
    }

    @ParameterizedTest
    @CsvSource({
        "/console/, text/html;charset=UTF-8",
        "/console/index.html, text/html;charset=UTF-8",
        "/console/?code=a&state=b, text/html;charset=UTF-8",
        "/console/app.css, text/css;charset=UTF-8"
    })
    void aPageIsProtectedFromOtherSitesFromScriptsAndFromOldCopies(String path, String type) {
        var response = page().get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().getValues("Content-Type")).containsExactly(type);
        assertThat(response.headers().getValues("Cache-Control")).containsExactly("no-cache");
        assertThat(response.headers().getValues("Content-Security-Policy"))
                .containsExactly("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                        + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                        + " require-trusted-types-for 'script'; trusted-types vue");
        assertThat(response.headers().getValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(response.headers().getValues("X-Frame-Options")).containsExactly("DENY");
        assertThat(response.headers().getValues("Referrer-Policy")).containsExactly("no-referrer");
        assertThat(response.headers().getValues("Cross-Origin-Opener-Policy")).containsExactly("same-origin");
        assertThat(response.header("Set-Cookie")).isNull();
        assertThat(response.header("Config-Revision")).matches("[0-9]+");
    }

    /** The policy would stop it. */
    @Test
    void thePageHasNoScriptOrStyleInItself() {
        assertThat(page().get("/console/").asString())
                .doesNotContainPattern("(?is)<script(?![^>]*\\ssrc=)|<style|\\sstyle=|\\son[a-z]+=|javascript:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/gateway", "/nowhere", "/console/config.json", "/console/nothing", "/consoles"})
    void everythingElseKeepsThePolicyForData(String path) {
        assertThat(page().get(path).headers().getValues("Content-Security-Policy"))
                .containsExactly(DATA);
    }

    @Test
    void anUnchangedFileIsNotSentAgain() {
        var tag = page().get("/console/").header("ETag");

        for (var known : List.of(tag, tag.replace("W/", ""), "\"a\", " + tag, tag.replaceAll("\"$", "-gzip\""), "*")) {
            var response = page().header("If-None-Match", known).get("/console/");

            assertThat(response.statusCode()).as(known).isEqualTo(304);
            assertThat(response.header("Cache-Control")).isEqualTo("no-cache");
            assertThat(response.header("ETag")).isEqualTo(tag);
            assertThat(response.asString()).isEmpty();
        }
        assertThat(page().header("If-None-Match", "W/\"a\"").get("/console/").statusCode())
                .isEqualTo(200);
        assertThat(page().header("If-None-Match", tag).get("/console/app.css").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "br, gzip", "gzip;q=0.5", "deflate,gzip ; q=1.0, *"})
    void aPageIsCompressedForWhoeverWantsIt(String accepted) throws IOException {
        var plain = page().get("/console/").asString();

        var response = compressed(accepted).get("/console/");

        assertThat(response.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(response.header("Vary")).isEqualToIgnoringCase("Accept-Encoding");
        try (var content = new GZIPInputStream(new ByteArrayInputStream(response.asByteArray()))) {
            assertThat(content.readAllBytes()).asString().isEqualTo(plain);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "identity", "br", "gzip;q=0", "gzip; q=0.000", "gzipped", "x-gzip;q=", ",,"})
    void andForNobodyElse(String accepted) {
        var response = compressed(accepted).get("/console/");

        assertThat(response.header("Content-Encoding")).isNull();
        assertThat(response.header("Vary")).isEqualToIgnoringCase("Accept-Encoding");
        assertThat(response.asString()).startsWith("<!doctype html>");
    }

    /** The length of a compressed response with a secret and a guess reveals whether the guess is right. */
    @ParameterizedTest
    @ValueSource(
            strings = {"/console/config.json", "/features", "/configuration", "/nowhere", "/q/openapi?format=json"})
    void jsonIsNeverCompressed(String path) {
        var response = compressed("gzip")
                .header("Authorization", "Bearer " + Api.token("admin"))
                .get(path);

        assertThat(response.header("Content-Encoding")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console/", "/console/app.css"})
    void aHeadRequestGetsTheHeadersOnly(String path) throws IOException {
        var length = page().get(path).header("Content-Length");

        var response = raw("HEAD " + path);

        assertThat(response.status()).isEqualTo(200);
        assertThat(header(response, "content-length")).isEqualTo(length);
        assertThat(header(response, "cache-control")).isEqualTo("no-cache");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /console/",
        "PUT, /console/app.css",
        "PATCH, /console/index.html",
        "DELETE, /console",
        "POST, /",
        "OPTIONS, /console/",
        "BREW, /"
    })
    void aPageCanOnlyBeRead(String method, String path) {
        var response = page().request(method, path);

        assertProblem(response, 405, "method-not-allowed");
        assertThat(response.header("Allow")).isEqualTo("GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/../application.properties",
                "/console/..%2fapplication.properties",
                "/console/%2e%2e/application.properties",
                "/console/%2e%2e%2f%2e%2e%2f%2e%2e%2fapplication.properties",
                "/console/..;/..;/..;/application.properties",
                "/console/..%5c..%5c..%5capplication.properties",
                "/console/..\\..\\application.properties",
                "/console/....//application.properties",
                "/console/%252e%252e/application.properties",
                "/console/index.html;x",
                "/console/index.html%00",
                "/console/index.html%2f",
                "/console/index.html/",
                "/console/index.html/..%2fapp.css",
                "/console/INDEX.HTML",
                "/console/.",
                "/console//etc/passwd",
                "/console/%2fetc%2fpasswd",
                "/console/META-INF/resources/console/index.html",
                "/META-INF/resources/console/index.html",
                "/console/nothing.js",
                "/console;x/",
                "/console%2f",
                "/console%2Findex.html",
                "/console%2fapp.css",
                "/x/../console%2findex.html",
                "/%63onsole%2Findex.html",
                "/%2fconsole/index.html",
                "/Console/",
                "//console/",
                "/console/config.json/",
                "/console/config.json;x"
            })
    void nothingButItsFilesIsServed(String target) throws IOException {
        var response = raw("GET " + target);

        // "." stands for the directory itself, which has a page.
        assertThat(response.status()).isIn(target.endsWith("/.") ? List.of(200) : List.of(400, 404));
        assertThat(response.body()).doesNotContain("quarkus.", "root:", "app.css\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console/./", "/console//", "/x/../console/", "/%63onsole/", "/console/x/../index.html"})
    void aPageHasItsHeadersHoweverItsPathIsSpelled(String target) throws IOException {
        var response = raw("GET " + target);

        assertThat(response.status()).isEqualTo(200);
        assertThat(header(response, "cache-control")).isEqualTo("no-cache");
        assertThat(header(response, "content-security-policy")).contains("script-src 'self';");
    }

    @Test
    void theConfigurationSaysHowToGetAToken() {
        var response = Api.anonymous().get("/console/config.json");

        assertThat(response.jsonPath().getMap(""))
                .containsEntry("mode", "local")
                .containsEntry("issuer", null)
                .containsEntry("client_id", null)
                .containsEntry("scopes", null)
                .containsEntry("version", version)
                .containsEntry("documentation_url", "../q/swagger-ui/")
                .hasSize(6);
    }

    private static RequestSpecification page() {
        return compressed("identity");
    }

    private static RequestSpecification compressed(String accepted) {
        return RestAssured.given()
                .config(RestAssured.config()
                        .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders()))
                .urlEncodingEnabled(false)
                .header("Accept-Encoding", accepted);
    }

    private static RawResponse raw(String call) throws IOException {
        try (var connection = RawConnection.open()) {
            return connection.call(call + " HTTP/1.1\r\nHost: a\r\n\r\n");
        }
    }

    private static String header(RawResponse response, String name) {
        return String.join(", ", response.headers().getOrDefault(name, List.of()));
    }
}
