package dev.duoconfig.follow;

import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.URI;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.OtherSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static dev.duoconfig.testkit.Problems.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

@Tag("own-start")
@QuarkusTest
@TestProfile(OtherSettings.class)
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class ManyClientsTest {

    /** Tolerance for the thread pools of the service, which grow and shrink on their own. */
    private static final int FEW_THREADS = 50;

    /** A service that has just started admits many clients slowly. */
    private static final int BATCH_SIZE = 50;

    private final FollowGauges gauges;

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init")
    URI service;

    ManyClientsTest(MeterRegistry meters) {
        this.gauges = new FollowGauges(meters);
    }

    @Test
    void twoThousandWaitingClientsNeedNoThreadsAndOneWriteWakesThemAll() throws Exception {
        var revision = Revisions.now();
        var threads = ManagementFactory.getThreadMXBean().getThreadCount();
        try (var crowd = new Crowd(new InetSocketAddress(service.getHost(), service.getPort()))) {
            for (var i = 1; i <= OtherSettings.MAX_CLIENTS; i++) {
                var role = i % 2 == 0 ? "viewer" : "resolver";
                crowd.join(request(role, "/events", ""));
                crowd.join(request(role, "/revision", "If-None-Match: \"%d\"\nPrefer: wait=60\n".formatted(revision)));
                if (i % BATCH_SIZE == 0) {
                    awaitAdmission(i);
                }
            }

            assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(threads + FEW_THREADS);
            assertNoPlace("viewer", revision, 429, "rate-limited");
            assertNoPlace("resolver", revision, 429, "rate-limited");
            assertNoPlace("admin", revision, 503, "unavailable");

            var next = Revisions.commit();

            crowd.awaitEach("id: " + next, "\"revision\":" + next);
            assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(threads + FEW_THREADS);
        }

        Await.until("all clients are removed", () -> gauges.eventClients() == 0 && gauges.waits() == 0);
    }

    private void awaitAdmission(int each) {
        Await.until(each + " of each are connected", () -> gauges.eventClients() == each && gauges.waits() == each);
    }

    /** One half of the places belongs to viewers, the other half to resolvers. */
    private static void assertNoPlace(String role, long revision, int status, String code) {
        assertRefused(Api.as(role).header("Accept", "text/event-stream").get("/events"), status, code);
        assertRefused(
                Api.as(role)
                        .header("If-None-Match", "\"%d\"".formatted(revision))
                        .header("Prefer", "wait=60")
                        .get("/revision"),
                status,
                code);
        assertRefused(
                Api.as(role).queryParam("min_revision", revision + 1).get("/features/duo_chat/effective-model"),
                status,
                code);
    }

    private static void assertRefused(Response response, int status, String code) {
        assertProblem(response, status, code);
        assertThat(response.header("Retry-After")).matches("[1-9][0-9]*");
        assertThat(response.header("Cache-Control")).isEqualTo("private, no-cache");
    }

    private static String request(String role, String path, String headers) {
        return "GET %s HTTP/1.1\nHost: localhost\nAuthorization: Bearer %s\n%s\n"
                .formatted(path, Api.token(role), headers);
    }
}
