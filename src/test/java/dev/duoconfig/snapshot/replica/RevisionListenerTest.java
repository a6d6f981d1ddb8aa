package dev.duoconfig.snapshot.replica;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.duoconfig.snapshot.CurrentSnapshot;
import dev.duoconfig.store.BackgroundJobs;
import dev.duoconfig.store.ConfigurationReader;
import dev.duoconfig.store.KnownSnapshot;
import dev.duoconfig.store.UnpooledConnections;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.LogLines;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** Revisions that another instance commits. SQL statements simulate the other instance. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class RevisionListenerTest {

    private static final String NEXT = "update configuration_state set revision = revision + 1 returning revision";
    private static final String LISTENERS = """
            select pid from pg_stat_activity
            where application_name = 'duo-config-listener' and query in ('listen duo_config_revision', '')""";

    private final Scheduler scheduler;
    private final CurrentSnapshot current;
    private final KnownSnapshot known;
    private final ConfigurationReader reader;
    private final BackgroundJobs jobs;
    private final UnpooledConnections connections;
    private final NotificationProbe probe;

    RevisionListenerTest(
            Scheduler scheduler,
            CurrentSnapshot current,
            KnownSnapshot known,
            ConfigurationReader reader,
            BackgroundJobs jobs,
            UnpooledConnections connections,
            NotificationProbe probe) {
        this.scheduler = scheduler;
        this.current = current;
        this.known = known;
        this.reader = reader;
        this.jobs = jobs;
        this.connections = connections;
        this.probe = probe;
    }

    @BeforeEach
    void listenOnly() {
        awaitListeners();
        scheduler.pause();
    }

    @AfterEach
    void pollAgain() {
        scheduler.resume();
    }

    @Test
    void aNotificationLoadsTheRevision() {
        var next = commitOnAnotherInstance();

        await(next);
    }

    @Test
    void aNotificationWithoutARevisionIsIgnored() {
        var before = awaitListeners();
        Database.execute("notify duo_config_revision, 'soon'", "notify duo_config_revision");

        var next = commitOnAnotherInstance();

        await(next);
        assertThat(awaitListeners()).isEqualTo(before);
    }

    @Test
    void aRevisionMissedDuringALossIsLoadedAfterReconnecting() {
        var next = revision(NEXT);

        cutListeners();

        await(next);
    }

    @Test
    void theListenerReconnectsAfterALoss() {
        for (var cut = 0; cut < 3; cut++) {
            var before = awaitListeners();
            cutListeners();
            Await.until("another listener", () -> !awaitListeners().equals(before));

            await(commitOnAnotherInstance());
        }
    }

    @Test
    void thePollLoadsARevisionWithoutANotification() {
        var next = revision(NEXT);
        assertThat(current.get().revision()).isLessThan(next);

        scheduler.resume();

        await(next);
    }

    @Test
    void withoutNotificationsTheListenerWarnsAndPauses() throws Exception {
        List<String> lines;
        try (var filter = new NotificationFilter(databasePort());
                var log = new LogLines(RevisionListener.class)) {
            var meters = new SimpleMeterRegistry();
            var listener = new RevisionListener(through(filter), probe, reader, known, jobs, () -> true, meters);

            listener.start(new StartupEvent());
            Await.until("the listener warns", () -> !log.lines().isEmpty());
            Await.until("its connection is closed", () -> filter.open() == 0);

            assertThat(filter.opened()).isEqualTo(1);
            assertThat(meters.get("duo.listener.connected").gauge().value()).isZero();
            listener.stop(new ShutdownEvent());
            lines = new ArrayList<>(log.lines());
        }

        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("WARN ")
                .contains("PgBouncer in transaction mode", "polled for once a second", "prepareThreshold=0");
    }

    /** Connections to the database through the filter. */
    private ListenerConnections through(NotificationFilter filter) {
        return new ListenerConnections(connections) {
            @Override
            Connection open() throws SQLException {
                var settings = ConfigProvider.getConfig();
                return DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:%d/%s?sslmode=disable"
                                .formatted(filter.port(), url().replaceAll(".*/", "")),
                        settings.getValue("quarkus.datasource.username", String.class),
                        settings.getValue("quarkus.datasource.password", String.class));
            }
        };
    }

    private static String url() {
        return ConfigProvider.getConfig()
                .getValue("quarkus.datasource.jdbc.url", String.class)
                .replaceAll("\\?.*", "");
    }

    private static int databasePort() {
        return Integer.parseInt(url().replaceAll(".*:(\\d+)/.*", "$1"));
    }

    private void await(long revision) {
        Await.until("revision " + revision, () -> current.get().revision() >= revision);
    }

    private static long commitOnAnotherInstance() {
        return revision("with next as (" + NEXT
                + ") select revision, pg_notify('duo_config_revision', revision::text) from next");
    }

    private static long revision(String sql) {
        return (Long) Objects.requireNonNull(Database.rows(sql).get(0).get("revision"));
    }

    private static void cutListeners() {
        Database.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                + " where application_name = 'duo-config-listener'");
    }

    /** Waits until one session listens, and returns its process ID. */
    private static List<?> awaitListeners() {
        Await.until("one session listens", () -> Database.rows(LISTENERS).size() == 1);
        return Database.rows(LISTENERS);
    }
}
