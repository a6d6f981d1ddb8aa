package dev.duoconfig.outbound.address;

import java.util.List;

import dev.duoconfig.outbound.address.HttpUrlException.Kind;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@Tag("fast")
class HttpUrlTest {

    @ParameterizedTest
    @CsvSource({
        "http://localhost, http, localhost, 80",
        "https://gw.example.com/ai/, https, gw.example.com, 443",
        "HTTPS://GW.Example.COM:5052, https, gw.example.com, 5052",
        "http://gw.internal./v1, http, gw.internal, 80",
        "http://model_server:8000/v1, http, model_server, 8000",
        "http://10.1.2.3:8000/v1?api-version=2024-06-01&x[]=1, http, 10.1.2.3, 8000",
        "http://[fd00::1]:65535/v1, http, fd00::1, 65535",
        "http://2130706433/, http, 2130706433, 80",
        "http://xn--bcher-kva.example/%C3%A9, http, xn--bcher-kva.example, 80",
        "http://h?q=a@b/c, http, h, 80",
        "http://h/v1?next=http://other/v1, http, h, 80",
        "http://proxy/https://target/v1, http, proxy, 80",
        "http://h/http/https, http, h, 80",
        "http://h/a(b), http, h, 80",
        "http://h/v1?$filter=name%20eq%20'a', http, h, 80",
    })
    void urlsAreParsedAndKeptAsGiven(String text, String scheme, String host, int port) {
        var url = HttpUrl.parse("  " + text + "\n");

        assertThat(url.value()).isEqualTo(text);
        assertThat(url.scheme()).isEqualTo(scheme);
        assertThat(url.host()).isEqualTo(host);
        assertThat(url.port()).isEqualTo(port);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|The URL is empty.",
                "example.com|The URL must start with http:// or https://.",
                "//example.com|must start with",
                "http:/example.com|must start with",
                "ftp://example.com|must start with",
                "file:///etc/passwd|must start with",
                "javascript:alert(1)|must start with",
                "http://|The host is missing.",
                "http:///path|The host is missing.",
                "http://:80/|The host is missing.",
                "http://./|The host is missing.",
                "http://user@example.com|user name or password",
                "http://user:s3cret@example.com|user name or password",
                "http://127.0.0.1@example.com/|user name or password",
                "http://example.com\\@127.0.0.1/|Backslashes",
                "http://example.com#fragment|fragment",
                "http://example.com/a b|Spaces",
                "http://exa mple.com/|Spaces",
                "http://example.com/<x>|must be percent-encoded",
                "http://{resource}.example.com/|must be percent-encoded",
                "http://example.com/100%|percent sign",
                "http://example.com/%zz|percent sign",
                "http://exa%6Dple.com/|The host is not valid",
                "http://example.com:0/|port",
                "http://example.com:65536/|port",
                "http://example.com:/|port",
                "http://example.com:80a/|port",
                "http://example.com:-1/|port",
                "http://a:1:2/|The host is not valid",
                "http://::1/|The host is not valid",
                "http://[::1/|The host is not valid",
                "http://[::1]x/|The host is not valid",
                "http://[fd00::1%25eth0]/|zone",
                "http://[fd00::g]/|not an IPv6 address",
                "http://[10.0.0.1]/|Only an IPv6 address",
                "http://[]/|Only an IPv6 address",
                "http://1.2.3.256/|ends in a number",
                "http://1.2.3.4.5/|ends in a number",
                "http://1.2.3.4../|ends in a number",
                "http://08.1.1.1/|ends in a number",
                "http://a..b/|The host is not valid",
                "http://-a.example/|The host is not valid",
                "http://a,b/|The host is not valid",
                "http://example.com/a[0]|Brackets in the path",
            })
    void invalidUrlsAreRefusedWithTheRule(String text, String rule) {
        var refusal = refusal(text);

        assertThat(refusal.kind()).as(refusal.rule()).isEqualTo(Kind.INVALID);
        assertThat(refusal.rule()).contains(rule);
        assertThat(refusal.rule()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"http://example.com/v1\"|begins with the character \". Remove what stands around",
                "'http://example.com/v1'|begins with the character '",
                "`http://example.com/v1`|begins with the character `",
                "<http://example.com/v1>|begins with the character <",
                "(http://example.com/v1)|begins with the character (",
                "[here](http://example.com/v1)|begins with the character [",
                "\u201chttp://example.com/v1\u201d|begins with the character \u201c",
                "\u201ehttp://example.com/v1\u201c|begins with the character \u201e",
                "\u00abhttp://example.com/v1\u00bb|begins with the character \u00ab",
                "http://example.com/v1\"|ends with the character \". Remove it",
                "http://example.com/v1'|ends with the character '",
                "http://example.com/v1`|ends with the character `",
                "http://example.com/v1>|ends with the character >",
                "http://example.com/v1)|ends with the character )",
                "http://example.com/v1,|ends with the character ,",
                "http://example.com/v1;|ends with the character ;",
                "http://a/v1,http://b/v1|two URLs",
                "http://a/v1, https://b/v1|two URLs",
                "http://a/v1;HTTP://b/v1|two URLs",
                "http://a/v1 http://b/v1|two URLs",
                "http://a/v1http://a/v1|two URLs",
                "http://a,http://b|two URLs",
                "http://a:8000,b:8000/v1|a list",
                "http://http://a/v1|twice",
                "https://https://a/v1|twice",
                "endpoint=http://a/v1|Remove what stands before it",
                "curl http://a/v1|two URLs",
                "https://<resource>.openai.azure.com|Replace a placeholder",
                "https://${HOST}/v1|Replace a placeholder",
            })
    void whatWasPastedWithAUrlIsNamed(String text, String rule) {
        var refusal = refusal(text);

        assertThat(refusal.kind()).as(refusal.rule()).isEqualTo(Kind.INVALID);
        assertThat(refusal.rule()).contains(rule);
    }

    @Test
    void invisibleCharactersAreNamedByTheirCodePoint() {
        for (int character : new int[] {
            0, '\t', '\n', 0x7f, 0x85, 0xa0, 0x200b, 0x200f, 0x202e, 0x2066, 0xfeff, 0xe9, 0xff0e, 0x1f600
        }) {
            for (var url : List.of("http://exa%smple.com/", "http://example.com/a%sb", "http://example.com/?a%sb")) {

                var refusal = refusal(url.formatted(Character.toString(character)));

                assertThat(refusal.kind()).isEqualTo(Kind.INVALID);
                assertThat(refusal.rule()).contains("U+%04X".formatted(character));
            }
        }
    }

    @Test
    void aUrlHasAtMost2048Characters() {
        var longest = "http://example.com/" + "a".repeat(2048 - 19);

        assertThat(HttpUrl.parse(" " + longest + " ").value()).isEqualTo(longest);
        assertThat(refusal(longest + "a").rule()).contains("2048");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data/",
                "http://169.254.169.254.",
                "http://169.254.0.1:8080",
                "http://0xa9fea9fe/",
                "http://2852039166/",
                "http://0251.0376.0251.0376/",
                "http://0169.0254.169.254/",
                "http://169.254.43518/",
                "http://169.16689662/",
                "http://[::ffff:169.254.169.254]/",
                "http://[::FFFF:A9FE:A9FE]/",
                "http://[::169.254.169.254]/",
                "http://[::ffff:0:169.254.169.254]/",
                "http://[2002:a9fe:a9fe::1]/",
                "http://[64:ff9b::169.254.169.254]/",
                "http://[64:ff9b:1::169.254.169.254]/",
                "http://[64:ff9b:1:a9fe:a9:fe00::]/",
                "http://[2001:0:a9fe:a9fe::1]/",
                "http://[2001::5601:5601]/",
                "http://[2600::5efe:169.254.169.254]/",
                "http://[fe80::1]/",
                "http://[febf::1]/",
                "http://[fe80::1%25eth0]/",
                "http://[fd00:ec2::254]/",
                "http://[fd00:0ec2:0:0:0:0:0:0254]/",
                "http://[fd20:ce::254]/",
                "http://100.100.100.200/",
                "http://0100.0100.0100.0200/",
                "http://0144.0144.0144.0310/",
                "http://168.63.129.16/",
                "http://192.0.0.192/",
                "http://[64:ff9b::100.100.100.200]/",
                "http://metadata.google.internal/computeMetadata/v1/",
                "http://METADATA.Google.Internal.:80/",
                "http://metadata.goog",
                "http://metadata/",
                "http://instance-data/latest",
            })
    void linkLocalAndMetadataAddressesAreForbiddenInEverySpelling(String text) {
        var refusal = refusal(text);

        assertThat(refusal.kind()).as(refusal.rule()).isEqualTo(Kind.FORBIDDEN);
        assertThat(refusal.rule()).endsWith("which is never allowed.");
    }

    @Property
    void aForbiddenAddressIsForbiddenInEverySpelling(
            @ForAll("forbidden") byte[] address, @ForAll("spellings") Ipv4Spelling spelling) {
        var host = spelling.write(address);

        assertThat(refusal("http://" + host + ":8000/v1").kind()).as(host).isEqualTo(Kind.FORBIDDEN);
    }

    @Property
    void aForbiddenAddressIsForbiddenInsideIpv6(
            @ForAll("forbidden") byte[] address, @ForAll("prefixes") String prefix) {
        var host = "[" + prefix + Ipv4Text.format(address) + "]";

        assertThat(refusal("http://" + host).kind()).as(host).isEqualTo(Kind.FORBIDDEN);
    }

    @Property
    void anyTextIsAcceptedUnchangedOrRefusedWithARule(@ForAll("urlLike") String text) {
        try {
            var url = HttpUrl.parse(text);

            assertThat(url.value()).isEqualTo(text.strip());
            assertThat(url.port()).isBetween(1, 65535);
            assertThat(url.host()).isNotEmpty();
            assertThat(HttpUrl.parse(url.resolve("/x").value())).isEqualTo(url.resolve("x"));
        } catch (HttpUrlException e) {
            assertThat(e.rule()).isNotBlank().endsWith(".");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://h, http://h, http://h/models",
        "http://h///, http://h, http://h/models",
        "http://h/v1/, http://h/v1, http://h/v1/models",
        "http://h/v1//?a=b/, http://h/v1?a=b/, http://h/v1/models?a=b/",
        "http://h?a=b, http://h?a=b, http://h/models?a=b",
    })
    void trailingSlashesAreRemovedAndSuffixesPrecedeTheQuery(String text, String trimmed, String resolved) {
        var url = HttpUrl.parse(text);

        assertThat(url.withoutTrailingSlashes().value()).isEqualTo(trimmed);
        assertThat(url.resolve("models").value()).isEqualTo(resolved);
        assertThat(url.resolve("/models").value()).isEqualTo(resolved);
    }

    @Test
    void theEndOfThePathIsComparedWithoutTrailingSlashes() {
        assertThat(HttpUrl.parse("http://h/v1/").pathEndsWith("/v1")).isTrue();
        assertThat(HttpUrl.parse("http://h/v1?x=/v2").pathEndsWith("/v1")).isTrue();
        assertThat(HttpUrl.parse("http://h/").pathEndsWith("/v1")).isFalse();
        assertThat(HttpUrl.parse("http://h?x=/v1").pathEndsWith("/v1")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a?b", "a#b", "a b", "a\\b", "a%", "é"})
    void anInvalidPathSuffixIsRefused(String suffix) {
        var url = HttpUrl.parse("http://h");

        assertThatIllegalArgumentException().isThrownBy(() -> url.resolve(suffix));
    }

    @Provide
    Arbitrary<byte[]> forbidden() {
        var linkLocal = Arbitraries.bytes().array(byte[].class).ofSize(2).map(end ->
                new byte[] {(byte) 169, (byte) 254, end[0], end[1]});
        var metadata = Arbitraries.of("100.100.100.200", "168.63.129.16", "192.0.0.192")
                .map(text -> Ipv4Text.parseCanonical(text).orElseThrow());
        return Arbitraries.oneOf(linkLocal, metadata);
    }

    @Provide
    Arbitrary<String> prefixes() {
        return Arbitraries.of(
                "::ffff:",
                "0:0:0:0:0:FFFF:",
                "::",
                "::ffff:0:",
                "64:ff9b::",
                "64:ff9b:1::",
                "2600::5efe:",
                "2600::200:5efe:");
    }

    @Provide
    Arbitrary<Ipv4Spelling> spellings() {
        return Ipv4Spelling.any();
    }

    @Provide
    Arbitrary<String> urlLike() {
        var rest = Arbitraries.strings()
                .withChars("ab1.:/?#[]@%\\ -_é\u202e\u0000")
                .ofMaxLength(20);
        var likely = rest.map(text -> "http://" + text);
        return Arbitraries.oneOf(Arbitraries.strings(), likely, rest.map(text -> "http://h" + text));
    }

    private static HttpUrlException refusal(String text) {
        var refusal = catchThrowableOfType(HttpUrlException.class, () -> HttpUrl.parse(text));
        assertThat(refusal).as(text).isNotNull();
        return refusal;
    }

    @Test
    void theOriginIsTheSameForTheSameServerOnly() {
        assertThat(HttpUrl.parse("HTTPS://Gateway.Test./v1?x=1").origin()).isEqualTo("https://gateway.test:443");
        assertThat(HttpUrl.parse("http://[::1]:80/").origin()).isEqualTo("http://[::1]:80");
        assertThat(HttpUrl.parse("http://gateway.test").origin())
                .isNotEqualTo(HttpUrl.parse("https://gateway.test:80").origin());
    }

    @Test
    void aParameterIsAddedUnlessItIsPresent() {
        assertThat(HttpUrl.parse("http://a.test/b").withParameter("v", "1").value())
                .isEqualTo("http://a.test/b?v=1");
        assertThat(HttpUrl.parse("http://a.test/b?w=2").withParameter("v", "1").value())
                .isEqualTo("http://a.test/b?w=2&v=1");
        assertThat(HttpUrl.parse("http://a.test/b?v=2").withParameter("v", "1").value())
                .isEqualTo("http://a.test/b?v=2");
    }
}
