package dev.duoconfig.ops;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.snapshot.lastknowngood.LastKnownGood;
import dev.duoconfig.store.BackgroundJobs;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.LogLines;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

/** The start with a gateway URL in the environment. */
@QuarkusTest
@ExtendWith(CleanConfiguration.class)
@WithTestResource(LocalInstallationResource.class)
@SuppressWarnings("NullAway.Init")
class StartUpTest {

    @Inject
    DatabaseStartUp databaseStartUp;

    @Inject
    LastKnownGood lastKnownGood;

    @Inject
    BackgroundJobs jobs;

    @Test
    void theEnvironmentsUrlAppliesWhileNoneIsStored() throws InterruptedException {
        startWith("https://env.example.com//");

        Api.as("viewer")
                .get("/gateway")
                .then()
                .body("url", is("https://env.example.com"))
                .body("url_source", is("environment"))
                .body("updated_by", nullValue());

        Api.as("admin").body("{\"url\": \"https://stored.example.com\"}").patch("/gateway");
        Api.as("viewer")
                .get("/gateway")
                .then()
                .body("url", is("https://stored.example.com"))
                .body("url_source", is("database"));

        Api.as("admin").body("{\"url\": null}").patch("/gateway");
        Api.as("viewer").get("/gateway").then().body("url_source", is("environment"));
    }

    @Test
    void aPatchOfAnotherFieldDoesNotStoreTheEnvironmentsUrl() throws InterruptedException {
        startWith("https://env.example.com");

        Api.as("admin").body("{\"request_timeout_seconds\": 90}").patch("/gateway");
        startWith(null);

        Api.as("viewer").get("/gateway").then().body("url", nullValue()).body("url_source", nullValue());
    }

    @Test
    void aChangedUrlInTheEnvironmentIsARevisionOfTheSystem() throws InterruptedException {
        var revision = revision();

        startWith("https://env.example.com");
        startWith("https://env.example.com/");
        startWith(null);

        assertThat(revision()).isEqualTo(revision + 2);
        var events = Database.rows("select * from audit_event order by id");
        assertThat(events).hasSize(2);
        assertThat(events.get(0))
                .containsEntry("action", "gateway.environment_url_changed")
                .containsEntry("actor", "system")
                .containsEntry("before", null)
                .containsEntry("after", "\"https://env.example.com\"")
                .containsEntry("request_id", null);
        assertThat(events.get(1))
                .containsEntry("before", "\"https://env.example.com\"")
                .containsEntry("after", null);
    }

    @Test
    void anOverriddenUrlInTheEnvironmentChangesNoFeature() throws InterruptedException {
        Api.as("admin").body("{\"url\": \"https://stored.example.com\"}").patch("/gateway");

        startWith("https://env.example.com");

        Api.as("viewer").get("/gateway").then().body("url", is("https://stored.example.com"));
        assertThat(Database.rows("select effective_changes from audit_event order by id desc limit 1")
                        .get(0))
                .containsEntry("effective_changes", "[]");
    }

    /** No load balancer is in front of an embedded database. */
    @Test
    void aStopHasNoDelayWithoutAnExternalDatabase() {
        assertThat(ConfigProvider.getConfig().getValue("quarkus.shutdown.delay", Duration.class))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gateway.example.com",
                "ftp://gateway.example.com",
                "https://user:secret@gateway.example.com",
                "https://gateway.example.com/#there",
                "http://169.254.169.254",
                "https://"
            })
    void anInvalidUrlPreventsTheStart(String url) {
        var revision = revision();

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> startWith(url))
                .withMessageStartingWith("AI_GATEWAY_URL cannot be used. ")
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("secret"));
        assertThat(revision()).isEqualTo(revision);
    }

    @Test
    void aDelayOfTheStopBeyondItsLimitPreventsTheStart() {
        var settings = new Environment(null, Duration.ofMinutes(6));

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new StartUp(databaseStartUp, lastKnownGood, jobs, settings).start(new StartupEvent()))
                .withMessageContaining("DUO_SHUTDOWN_DELAY must be from 0s to 5m");
    }

    /** Another instance can be applying a document with thousands of models. */
    @Test
    void aStartWaitsForAChangeThatTakesLong() throws Exception {
        var start = new FutureTask<>(() -> {
            startWith("https://env.example.com");
            return true;
        });
        try (var log = new LogLines(StartUp.class);
                var other = Database.connect();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select from configuration_state for update");
            new Thread(start).start();
            Await.until("the start waits", () -> log.lines().stream()
                    .anyMatch(line -> line.contains("This instance waits.")));
            other.rollback();
        }

        assertThat(start.get(30, TimeUnit.SECONDS)).isTrue();
        Api.as("viewer").get("/gateway").then().body("url", is("https://env.example.com"));
    }

    /** An instance that runs from its last-known-good file compares the database with the state in it. */
    @Test
    void aDatabaseThatWasSetBackIsNotTakenForOneWithALongChange() {
        Api.as("admin").body("{\"request_timeout_seconds\": 90}").patch("/gateway");
        Database.execute("update configuration_state set revision = revision - 1");

        try {
            assertThatExceptionOfType(ApiException.class)
                    .isThrownBy(() -> databaseStartUp.run(null))
                    .withMessageContaining("the database was set back");
        } finally {
            Database.execute("update configuration_state set revision = revision + 1");
        }
    }

    private void startWith(@Nullable String url) throws InterruptedException {
        new StartUp(databaseStartUp, lastKnownGood, jobs, new Environment(url, Duration.ZERO))
                .start(new StartupEvent());
    }

    private static long revision() {
        return Long.parseLong(Api.as("viewer").get("/gateway").header("Config-Revision"));
    }

    private record Environment(@Nullable String url, Duration shutdownDelay) implements OperatorSettings {

        @Override
        public boolean logJson() {
            return false;
        }

        @Override
        public Optional<String> gatewayUrl() {
            return Optional.ofNullable(url);
        }

        @Override
        public Optional<String> dataDir() {
            return Optional.empty();
        }
    }
}
