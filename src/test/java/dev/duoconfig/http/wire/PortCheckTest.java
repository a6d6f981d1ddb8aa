package dev.duoconfig.http.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import dev.duoconfig.packaged.PackagedApplication;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** ExternalDatabaseIT shows the start that is refused. */
@Tag("fast")
class PortCheckTest {

    private static final String PORT = "QUARKUS_HTTP_PORT";

    @Test
    void anOccupiedPortIsRefusedWithItsNumber() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = other.getLocalPort();

            assertThatThrownBy(() -> PortCheck.requireUsable(PORT, "127.0.0.1", port))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessage("The service cannot listen on QUARKUS_HTTP_PORT, %d: the address is already in use."
                            .formatted(port));
            assertThatThrownBy(() -> PortCheck.requireUsable("DUO_MANAGEMENT_PORT", "0.0.0.0", port))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("The service cannot listen on DUO_MANAGEMENT_PORT, " + port + ": ");
        }
    }

    @Test
    void aHostThatIsNotOfThisMachineIsRefused() {
        // Reserved for documentation.
        assertThatThrownBy(() -> PortCheck.requireUsable(PORT, "192.0.2.1", 0))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("The service cannot listen on QUARKUS_HTTP_HOST, 192.0.2.1:"
                        + " this machine does not have the address.");
        assertThatThrownBy(() -> PortCheck.requireUsable(PORT, "host.invalid", 0))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("The service cannot listen on QUARKUS_HTTP_HOST, host.invalid: the name has no address.");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void aPortThatTheSystemChoosesCanBeUsed(int port) {
        assertThatCode(() -> PortCheck.requireUsable(PORT, "127.0.0.1", port)).doesNotThrowAnyException();
    }

    @Test
    void theCheckLeavesThePortFree() {
        var port = PackagedApplication.freePort();

        for (var attempt = 0; attempt < 2; attempt++) {
            assertThatCode(() -> PortCheck.requireUsable(PORT, "127.0.0.1", port))
                    .doesNotThrowAnyException();
        }
    }
}
