package dev.duoconfig.store;

import java.nio.file.Path;
import java.util.List;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.AtOnce;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.OwnInstallationResource;
import dev.duoconfig.testkit.PostgresProcess;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("own-start")
@QuarkusTest
@TestProfile(LostDatabaseTest.OwnDatabase.class)
@ExtendWith(CleanConfiguration.class)
class LostDatabaseTest {

    /** The reads from memory, beside those of the role resolver. */
    private static final List<String> READS = List.of(
            "/features",
            "/models",
            "/models?search=one&order_by=updated_at&per_page=1",
            "/models/families",
            "/catalogue",
            "/gateway",
            "/subscription");

    private final PostgresProcess database;
    private boolean stopped;

    public static final class OwnDatabase implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(OwnInstallationResource.class));
        }
    }

    LostDatabaseTest() {
        database = PostgresProcess.of(Path.of(ConfigProvider.getConfig().getValue("duo.data-dir", String.class)));
    }

    @BeforeEach
    void configureAReadyFeature() throws Exception {
        Api.entitled();
        var model = Api.as("admin").body("""
                        {"name": "one", "family": "mixtral", "endpoint": "https://vllm.example.com/v1",
                         "identifier": "custom_openai/Mixtral"}""").post("/models").jsonPath().getLong("id");
        Api.as("admin")
                .body("{\"url\": \"https://aigw.example.com\"}")
                .patch("/gateway")
                .then()
                .statusCode(200);
        Api.as("admin")
                .body("{\"model_id\": %d}".formatted(model))
                .put("/features/duo_chat")
                .then()
                .statusCode(200);
        fillThePool();
    }

    @AfterEach
    void restoreTheDatabase() {
        if (stopped) {
            database.start();
        } else {
            database.thaw();
        }
        awaitTheDatabase();
    }

    @Test
    void whileTheDatabaseDoesNotRespondOnlyRequestsThatNeedItAreUnavailable() throws Exception {
        database.freeze();

        assertOnlyReadsFromMemoryAreServed();
        awaitTheDatabaseToBe("DOWN");
        var burst = inParallel(40);
        assertThat(burst).allSatisfy(LostDatabaseTest::assertUnavailable);
        assertOnlyReadsFromMemoryAreServed();

        database.thaw();
        awaitTheDatabase();
        assertEverythingWorks();
        awaitTheDatabaseToBe("UP");
    }

    @Test
    void aRestartedDatabaseIsUsedAgain() throws Exception {
        database.stop();
        stopped = true;

        assertOnlyReadsFromMemoryAreServed();
        assertTheRevisionStaysAndItsAgeGrows();

        database.start();
        stopped = false;
        awaitTheDatabase();
        assertEverythingWorks();
    }

    private static void assertTheRevisionStaysAndItsAgeGrows() {
        var first = resolution();
        Await.until("the age grows", () -> age(resolution()) >= age(first) + 2);
        var later = resolution();
        assertThat(later.header("Config-Revision")).isEqualTo(first.header("Config-Revision"));
        assertThat(later.asString()).isEqualTo(first.asString());
    }

    private static Response resolution() {
        return Api.as("resolver").get("/features/duo_chat/effective-model");
    }

    private static long age(Response response) {
        return Long.parseLong(response.header("Snapshot-Age"));
    }

    /** The health check reports the database from memory; the instance stays ready in any case. */
    private static void awaitTheDatabaseToBe(String status) {
        Await.until(
                "the database is " + status,
                () -> status.equals(databaseHealth().getString("status")));
        var health = databaseHealth();
        assertThat(health.getString("checks[0].name")).isEqualTo("database");
        assertThat(health.getString("checks[0].status")).isEqualTo(status);
        Api.anonymous().get("/q/health/ready").then().statusCode(200);
        Api.anonymous().get("/q/health").then().statusCode(200);
    }

    private static JsonPath databaseHealth() {
        return Api.anonymous().get("/q/health/group/database").jsonPath();
    }

    private static void assertOnlyReadsFromMemoryAreServed() {
        assertUnavailable(Api.as("viewer").get("/configuration"));
        assertUnavailable(setTimeout(90));
        Api.as("resolver").get("/features/duo_chat/effective-model").then().statusCode(200);
        Api.as("resolver").get("/features/duo_chat/model-metadata").then().statusCode(200);
        for (var path : READS) {
            Api.as("viewer").get(path).then().statusCode(200);
        }
        Api.as("viewer").get("/q/health/live").then().statusCode(200);
        Api.as("viewer").get("/q/health/ready").then().statusCode(200);
    }

    /** Fills the pool, because no connection from before the loss may remain in it. */
    private static void assertEverythingWorks() throws Exception {
        fillThePool();
        setTimeout(91).then().statusCode(200);
        Api.as("resolver").get("/features/duo_chat/model-metadata").then().statusCode(200);
    }

    private static void assertUnavailable(Response response) {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.jsonPath().getString("code")).isEqualTo("unavailable");
        assertThat(response.header("Retry-After")).isEqualTo("2");
        assertThat(response.time()).isLessThan(6_000);
    }

    private static Response setTimeout(int seconds) {
        return Api.as("admin")
                .body("{\"request_timeout_seconds\": %d}".formatted(seconds))
                .patch("/gateway");
    }

    /**
     * Sends more and more requests at once. The pool opens its connections one after the other, and if all 20 were missing, a
     * slow machine would not open the last of them within the 1.5 s that a request waits.
     */
    private static void fillThePool() throws Exception {
        for (var callers : List.of(4, 8, 12, 16, 20, 40)) {
            assertThat(inParallel(callers)).extracting(Response::statusCode).containsOnly(200);
        }
    }

    private static List<Response> inParallel(int callers) throws Exception {
        return AtOnce.run(callers, caller -> Api.as("viewer").get("/gitlab-instances"));
    }

    private static void awaitTheDatabase() {
        Await.until(
                "reads of the database are served",
                () -> Api.as("viewer").get("/gitlab-instances").statusCode() == 200);
    }
}
