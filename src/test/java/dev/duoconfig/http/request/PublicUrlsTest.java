package dev.duoconfig.http.request;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class PublicUrlsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "duo.example.com",
                "//duo.example.com",
                "ftp://duo.example.com",
                "file:///etc",
                "https://",
                "https:///path",
                "https:duo",
                "https://duo.example.com:0",
                "https://duo.example.com:65536",
                "https://duo.example.com:port",
                "https://user@duo.example.com",
                "https://user:password@duo.example.com",
                "https://@duo.example.com",
                "https://duo.example.com/a?b=c",
                "https://duo.example.com/?",
                "https://duo.example.com/#a",
                "https://duo.example.com/a b",
                "https://duo.example.com/<a>",
                "https://duo.example.com/a\r\nX: y",
                "https://d\u00fco.example.com",
                " "
            })
    void anythingButABaseIsRefused(String url) {
        assertThatThrownBy(() -> new PublicUrls(url))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("DUO_PUBLIC_URL must");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://duo.example.com",
                "HTTP://duo.example.com/",
                "https://duo.example.com:8443/a/b//",
                "http://127.0.0.1:65535",
                "https://[2001:db8::1]:443/a",
                "https://duo.example.com/a%20b"
            })
    void aUrlWithAPathIsABase(String url) {
        assertThatCode(() -> new PublicUrls(url)).doesNotThrowAnyException();
    }
}
