package dev.duoconfig.security;

import java.nio.charset.StandardCharsets;

import io.quarkus.oidc.OIDCException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("fast")
class IssuerDocumentsTest {

    private static final String URL = "https://id.example.com/realms/duo";
    private static final IssuerId ISSUER = new IssuerId(null, URL);

    @ParameterizedTest
    @CsvSource({
        "https://id.example.com/realms/duo, https://id.example.com/keys",
        "https://id.example.com/realms/duo/, https://id.example.com/keys",
        "https://id.example.com/realms/duo, https://keys.example.com:8443/keys?version=2"
    })
    void theDocumentOfTheConfiguredIssuerIsAccepted(String issuer, String keys) {
        assertThatCode(() -> IssuerDocuments.checkDiscovery(ISSUER, discovery(quoted(issuer), quoted(keys))))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"https://evil.example.com\"",
                "\"https://id.example.com/realms/other\"",
                "\"https://id.example.com/realms/duo2\"",
                "\"https://id.example.com/realms\"",
                "\"https://id.example.com:443/realms/duo\"",
                "\"https://ID.example.com/realms/duo\"",
                "\"http://id.example.com/realms/duo\"",
                "\"https://id.example.com/realms/duo//\"",
                "\"\"",
                "5",
                "null",
                "[\"https://id.example.com/realms/duo\"]"
            })
    void theDocumentOfAnotherIssuerIsRefused(String issuer) {
        var document = discovery(issuer, quoted("https://id.example.com/keys"));

        assertThatExceptionOfType(OIDCException.class)
                .isThrownBy(() -> IssuerDocuments.checkDiscovery(ISSUER, document))
                .withMessageContaining("DUO_OIDC_ISSUER");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"http://id.example.com/keys\"",
                "\"file:///etc/keys\"",
                "\"/keys\"",
                "\"https://id example com\"",
                "\"\"",
                "5",
                "null",
                "[]"
            })
    void keysThatAreLessSafeThanTheDocumentAreRefused(String keys) {
        var document = discovery(quoted(URL), keys);

        assertThatExceptionOfType(OIDCException.class)
                .isThrownBy(() -> IssuerDocuments.checkDiscovery(ISSUER, document))
                .withMessageContaining("jwks_uri");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "https://id.example.com/token, https://id.example.com",
                "https://ID.example.com:8443/a/token?b=c, https://id.example.com:8443",
                "http://id.example.com/token, null",
                "https:/token, null",
                "/token, null",
                "javascript:alert(1), null",
                "https://a; script-src *, null",
                "'https://a.example.com https://b.example.com', null",
                "https://user@a.example.com/token, https://a.example.com",
                "'', null"
            })
    void theOriginOfTheTokenEndpointIsAnOriginOrNothing(String endpoint, @Nullable String origin) {
        var document = "{\"token_endpoint\": " + quoted(endpoint) + "}";

        assertThat(IssuerDocuments.tokenOrigin(ISSUER, document.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(origin);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"token_endpoint\": 5}", "{\"token_endpoint\": null}", "[]"})
    void aDocumentWithoutATokenEndpointHasNoOrigin(String document) {
        assertThat(IssuerDocuments.tokenOrigin(ISSUER, document.getBytes(StandardCharsets.UTF_8)))
                .isNull();
    }

    @Test
    void anIssuerWithoutTlsCanHaveATokenEndpointWithoutTls() {
        var document = "{\"token_endpoint\": \"http://127.0.0.1:8081/token\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(IssuerDocuments.tokenOrigin(new IssuerId(null, "http://127.0.0.1:8081"), document))
                .isEqualTo("http://127.0.0.1:8081");
    }

    @Test
    void anIssuerWithoutTlsCanHaveKeysWithoutTls() {
        var issuer = "http://127.0.0.1:8081";

        assertThatCode(() -> IssuerDocuments.checkDiscovery(
                        new IssuerId(null, issuer), discovery(quoted(issuer), quoted("http://127.0.0.1:8081/keys"))))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[]", "\"x\"", "{} {", "{\"issuer\"}", "<html>"})
    void otherTextsAreNoDiscoveryDocuments(String text) {
        assertThatExceptionOfType(OIDCException.class)
                .isThrownBy(() -> IssuerDocuments.checkDiscovery(ISSUER, bytes(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"keys\": []}", "{\"keys\": [{\"kty\": \"RSA\"}, {}], \"more\": 1}"})
    void aListOfKeysIsAccepted(String text) {
        assertThatCode(() -> IssuerDocuments.checkKeys(bytes(text))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"keys\": null}",
                "{\"keys\": {}}",
                "{\"keys\": \"x\"}",
                "{\"keys\": [1]}",
                "{\"keys\": [[]]}",
                "{\"keys\": [{}",
                "{\"key\": []}"
            })
    void otherTextsAreNoKeySets(String text) {
        assertThatExceptionOfType(OIDCException.class).isThrownBy(() -> IssuerDocuments.checkKeys(bytes(text)));
    }

    @Test
    void aThousandKeysAreAccepted() {
        var key = "{\"kty\": \"RSA\", \"kid\": \"a\", \"use\": \"sig\", \"n\": \"AQAB\", \"e\": \"AQAB\"},";

        assertThatCode(() -> IssuerDocuments.checkKeys(bytes("{\"keys\": [" + key.repeat(1_000) + "{}]}")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{},", "1,", "[],", "{\"a\":[]},"})
    void aKeySetWithTooManyPartsIsRefused(String part) {
        assertThatExceptionOfType(OIDCException.class)
                .isThrownBy(() -> IssuerDocuments.checkKeys(bytes("{\"keys\": [" + part.repeat(20_000) + "{}]}")))
                .withMessageContaining("parts");
    }

    @Test
    void aDeeplyNestedKeySetIsRefused() {
        assertThatExceptionOfType(OIDCException.class)
                .isThrownBy(() -> IssuerDocuments.checkKeys(bytes("{\"keys\": [{\"a\": " + "[".repeat(500_000))));
    }

    private static byte[] discovery(String issuer, String keys) {
        return bytes("{\"issuer\": %s, \"jwks_uri\": %s}".formatted(issuer, keys));
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
