package dev.duoconfig.security;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.RawConnection;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** Bodies that arrive slowly or never end, and many large ones at a time. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class SlowBodiesTest {

    private static final int LARGE = 100_000;

    private final List<RawConnection> connections = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (var connection : connections) {
            connection.close();
        }
    }

    @Test
    void bodiesThatNeverEndOccupyNoWorkers() throws IOException {
        for (var i = 0; i < 250; i++) {
            begin("admin", 1000);
        }

        assertTimeoutPreemptively(Duration.ofSeconds(6), () -> {
            Api.as("viewer").get("/models").then().statusCode(200);
            Api.as("admin").body("{}").patch("/gateway").then().statusCode(200);
        });
    }

    @Test
    void bodiesOfStrangersOccupyNoWorkersEither() throws IOException {
        for (var i = 0; i < 250; i++) {
            var connection = RawConnection.open();
            connections.add(connection);
            connection.send("POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 100\r\n\r\n{");
        }

        assertTimeoutPreemptively(
                Duration.ofSeconds(6),
                () -> Api.as("viewer").get("/models").then().statusCode(200));
    }

    @Test
    void aBodyThatNeverEndsIsRejected() throws IOException {
        var connection = begin("admin", 1000);

        var response = connection.read(false);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).contains("\"code\":\"bad-request\"", "within 10 s");
        assertThat(connection.isEnded()).isTrue();
    }

    @Test
    void oneCallerHasAtMostFourLargeBodiesAtATime() throws IOException {
        for (var i = 0; i < 4; i++) {
            begin("admin", LARGE);
        }
        awaitTheLimit("admin");

        Api.as("admin").body("{}").patch("/gateway").then().statusCode(200);
        connections.remove(0).close();

        await().untilAsserted(() -> Api.as("admin")
                .body("{\"url\": null" + " ".repeat(LARGE) + "}")
                .patch("/gateway?dry_run=true")
                .then()
                .statusCode(200));
    }

    @Test
    void aLargeBodyInChunksCountsToo() throws IOException {
        for (var i = 0; i < 4; i++) {
            var connection = open("admin", "Transfer-Encoding: chunked");
            connection.send(Integer.toHexString(LARGE) + "\r\n" + " ".repeat(LARGE - 1));
        }

        awaitTheLimit("admin");
    }

    @Test
    void strangersTakeNoPlaces() throws IOException {
        for (var i = 0; i < 20; i++) {
            var connection = RawConnection.open();
            connections.add(connection);
            connection.send("PATCH /gateway HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: "
                    + LARGE + "\r\n\r\n{");
        }

        Api.as("admin")
                .body("{\"url\": null" + " ".repeat(LARGE) + "}")
                .patch("/gateway?dry_run=true")
                .then()
                .statusCode(200);
    }

    @Test
    void theClientIsAskedForTheBodyThatItHoldsBack() throws IOException {
        var connection = open("admin", "Content-Length: 2\r\nExpect: 100-continue");

        assertThat(connection.read(true).status()).isEqualTo(100);
        connection.send("{}");

        assertThat(connection.read(false).status()).isEqualTo(200);
    }

    /** Whether the large bodies have arrived is only visible in the response to one more. */
    private static void awaitTheLimit(String role) {
        await().untilAsserted(() -> Api.as(role)
                .body("{\"url\": null" + " ".repeat(LARGE) + "}")
                .patch("/gateway?dry_run=true")
                .then()
                .statusCode(429)
                .header("Retry-After", "1"));
    }

    private RawConnection begin(String role, int length) throws IOException {
        var connection = open(role, "Content-Length: " + length);
        connection.send("{");
        return connection;
    }

    private RawConnection open(String role, String lengthHeader) throws IOException {
        var connection = RawConnection.open();
        connections.add(connection);
        connection.send("PATCH /gateway HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + Api.token(role)
                + "\r\nContent-Type: application/json\r\n" + lengthHeader + "\r\n\r\n");
        return connection;
    }
}
