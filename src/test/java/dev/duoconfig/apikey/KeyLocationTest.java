package dev.duoconfig.apikey;

import dev.duoconfig.secret.SecretLocation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The server that a key is bound to. It is part of stored data: another form of the same server would make keys unreadable. */
@Tag("fast")
class KeyLocationTest {

    private static final SecretLocation VLLM = bound("https://vllm.example.com/v1");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://vllm.example.com",
                "https://vllm.example.com:443/v2",
                "HTTPS://VLLM.example.COM/v1?a=b",
                " https://vllm.example.com./v1 "
            })
    void theSameServerIsTheSameLocation(String endpoint) {
        assertThat(bound(endpoint)).isEqualTo(VLLM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://vllm.example.com/v1",
                "http://vllm.example.com:443/v1",
                "https://vllm.example.com:8443/v1",
                "https://vllm.example.com.evil.example/v1",
                "https://evil.example/vllm.example.com/v1",
                "https://evil.example/?https://vllm.example.com:443",
                "https://vllm.example.com:443@evil.example/v1",
                "https://10.0.0.1/v1",
                "https://[::1]/v1",
                "vllm.example.com",
                ""
            })
    void anotherServerIsAnotherLocation(String endpoint) {
        assertThat(bound(endpoint)).isNotEqualTo(VLLM);
    }

    @Test
    void theLocationHasTheSameFormInEveryRelease() {
        assertThat(VLLM).isEqualTo(new SecretLocation("model", 7, "api_key", "https://vllm.example.com:443"));
        assertThat(StoredApiKeys.location(7, null, true)).isEqualTo(new SecretLocation("model", 7, "api_key", ""));
        assertThat(StoredApiKeys.location(7, "https://vllm.example.com/v1", false))
                .isEqualTo(new SecretLocation("model", 7, "api_key"));
    }

    private static SecretLocation bound(String endpoint) {
        return StoredApiKeys.location(7, endpoint, true);
    }
}
