package dev.duoconfig.gateway;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

/** The rules for allowlist entries; each entry that could never match is refused. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class OutboundAllowlistTest {

    @Test
    void allFormsOfEntriesAreStoredInTheirOrder() {
        var entries = List.of(
                "gw.internal",
                "gw.internal:5052",
                "10.1.2.3",
                "10.1.2.3:8000",
                "fd00::1",
                "[fd00::1]:8000",
                "10.0.0.0/8",
                "fd00::/8",
                "127.0.0.1",
                "localhost");

        assertThat(send(entries).jsonPath().getList("outbound_allowlist", String.class))
                .containsExactlyElementsOf(entries);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "*.example.com",
                "*",
                "http://10.0.0.1",
                "10.0.0.0/8:80",
                "10.0.0.0/33",
                "10.0.0/8",
                "/8",
                "10.0.0.256",
                "0x0A000001",
                "10.1",
                "gw.internal:0",
                "gw.internal:65536",
                "gw.internal:",
                ":80",
                "fd00::1]:80",
                "[fd00::1",
                "fd00::1%eth0",
                "::ffff:10.0.0.1",
                "two words",
                "caf\u00e9.example.com",
                "gw_\u202einternal",
                "a,b",
                "metadata.google.internal"
            })
    void anEntryThatCouldNeverMatchIsRefusedWithItsIndex(String entry) {
        var response = send(List.of("10.0.0.0/8", entry, "gw.internal"));

        assertInvalid(response).containsExactly("/outbound_allowlist/1 allowlist-entry-invalid");
    }

    @Test
    void allInvalidEntriesAreReportedTogether() {
        assertInvalid(send(List.of("*", "10.0.0.1", "a b", "http://a")))
                .containsExactly(
                        "/outbound_allowlist/0 allowlist-entry-invalid",
                        "/outbound_allowlist/2 allowlist-entry-invalid",
                        "/outbound_allowlist/3 allowlist-entry-invalid");
    }

    @Test
    void nullIsNotAnEntry() {
        var response = Api.as("admin").body("{\"outbound_allowlist\": [null]}").patch("/gateway");

        assertInvalid(response).containsExactly("/outbound_allowlist/0 allowlist-entry-invalid");
    }

    @Test
    void aListHasAtMost1000Entries() {
        var thousand = IntStream.range(0, 1000)
                .mapToObj(number -> "host-" + number + ".internal")
                .toList();
        var more =
                Stream.concat(thousand.stream(), Stream.of("one-more.internal")).toList();

        assertThat(send(thousand).jsonPath().getList("outbound_allowlist")).hasSize(1000);
        assertInvalid(send(more)).containsExactly("/outbound_allowlist allowlist-too-long");
    }

    @Test
    void anEntryHasAtMost255Characters() {
        var label = "a".repeat(61);
        var name = String.join(".", label, label, label, label);

        assertThat(send(List.of(name)).statusCode()).isEqualTo(200);
        assertInvalid(send(List.of(name + ".bbbbbbbbb")))
                .containsExactly("/outbound_allowlist/0 allowlist-entry-invalid");
    }

    @Test
    void spacesAroundAnEntryAreRemoved() {
        assertThat(send(List.of(" 10.0.0.1\t")).jsonPath().getList("outbound_allowlist", String.class))
                .containsExactly("10.0.0.1");
    }

    private static Response send(List<String> entries) {
        return Api.as("admin").body(Map.of("outbound_allowlist", entries)).patch("/gateway");
    }
}
