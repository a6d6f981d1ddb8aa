package dev.duoconfig.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class PostgresPortTest {

    @TempDir
    private Path parent;

    private DataDirectory directory;

    @BeforeEach
    void openDirectory() {
        directory = DataDirectory.open(parent);
        directory.directory("postgresql");
    }

    @AfterEach
    void closeDirectory() {
        directory.close();
    }

    @Test
    void aFreePortIsChosenOnceAndKept() {
        int port = new PostgresPort(directory).choose();

        assertThat(port).isBetween(1024, 65_535);
        assertThat(new PostgresPort(directory).choose()).isEqualTo(port);
    }

    @Test
    void aPortThatAnotherProgramTookIsReplaced() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            directory.write("postgresql/port", other.getLocalPort() + "\n");

            int port = new PostgresPort(directory).choose();

            assertThat(port).isNotEqualTo(other.getLocalPort());
            assertThat(directory.read("postgresql/port")).contains(port + "\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "0", "70000", "-1", "99999999999"})
    void aFileWithoutAValidPortIsReplaced(String content) {
        directory.write("postgresql/port", content);

        int port = new PostgresPort(directory).choose();

        assertThat(directory.read("postgresql/port")).contains(port + "\n");
    }
}
