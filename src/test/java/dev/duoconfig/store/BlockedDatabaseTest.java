package dev.duoconfig.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;

import dev.duoconfig.snapshot.CurrentSnapshot;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.LogLines;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class BlockedDatabaseTest {

    private final AgroalDataSource pool;
    private final CurrentSnapshot current;
    private final DatabaseState database;
    private final DiskProbe probe;

    BlockedDatabaseTest(AgroalDataSource pool, CurrentSnapshot current, DatabaseState database, DiskProbe probe) {
        this.pool = pool;
        this.current = current;
        this.database = database;
        this.probe = probe;
    }

    @Test
    void onlyWritesAreUnavailableWhileAnotherSessionHoldsTheLock() throws SQLException {
        try (var other = Database.connect();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select * from configuration_state for update");

            var response = setTimeout(90);

            assertUnavailable(response);
            assertThat(response.jsonPath().getString("detail"))
                    .contains("Another change is in progress")
                    .doesNotContain("database");
            Api.as("viewer").get("/models").then().statusCode(200);
            Api.as("viewer").get("/features").then().statusCode(200);
            other.rollback();
        }

        setTimeout(91).then().statusCode(200);
        assertThat(current.get().gateway().requestTimeoutSeconds()).isEqualTo(91);
    }

    @Test
    void requestsThatNeedTheDatabaseAreUnavailableWhileEveryConnectionIsInUse() throws SQLException {
        var taken = new ArrayList<Connection>();
        try {
            var size = pool.getConfiguration().connectionPoolConfiguration().maxSize();
            while (taken.size() < size) {
                taken.add(pool.getConnection());
            }

            assertUnavailable(Api.as("viewer").get("/configuration"));
            assertUnavailable(setTimeout(90));
            Api.as("viewer").get("/features").then().statusCode(200);
            Api.as("viewer").get("/models").then().statusCode(200);
        } finally {
            for (var each : taken) {
                each.close();
            }
        }

        Api.as("viewer").get("/configuration").then().statusCode(200);
        setTimeout(91).then().statusCode(200);
    }

    @Test
    void aChangeThatTheDatabaseDoesNotConfirmIsUnavailableAndNotPublished() {
        var before = current.get();
        Database.execute("""
                create function lose_the_connection() returns trigger language plpgsql as $$
                begin
                    perform pg_terminate_backend(pg_backend_pid());
                    perform pg_sleep(10);
                    return null;
                end $$""", """
                create constraint trigger lose_the_connection after update on gateway
                    deferrable initially deferred for each row execute function lose_the_connection()""");
        try {
            var response = setTimeout(90);

            assertUnavailable(response);
            assertThat(response.jsonPath().getString("detail")).contains("may or may not have been made");
            assertThat(current.get()).isEqualTo(before);
        } finally {
            Database.execute("drop trigger lose_the_connection on gateway", "drop function lose_the_connection");
        }

        Api.refresh();
        assertThat(current.get().revision()).isEqualTo(before.revision());
        setTimeout(91).then().statusCode(200);
    }

    @Test
    void aWriteWithManySlowStatementsIsAborted() {
        var before = current.get();
        Database.execute(
                """
                create function think() returns trigger language plpgsql as $$
                begin
                    perform pg_sleep(1.4);
                    return new;
                end $$""", "create trigger think before update on gateway for each row execute function think()", """
                create trigger think before update on configuration_state for each row execute function think()""", """
                create trigger think before insert on audit_event for each row execute function think()""");
        try {
            var response = setTimeout(90);

            assertUnavailable(response);
            assertThat(response.jsonPath().getString("detail")).contains("2900 ms", "the limit");
            assertThat(current.get()).isEqualTo(before);
        } finally {
            Database.execute(
                    "drop trigger think on gateway",
                    "drop trigger think on configuration_state",
                    "drop trigger think on audit_event",
                    "drop function think");
        }

        Api.refresh();
        setTimeout(91).then().statusCode(200);
    }

    @Test
    void aFullDiskIsNamedAndShownUntilTheDatabaseStoresSomethingAgain() {
        Database.execute("""
                create function fill_the_disk() returns trigger language plpgsql as $$
                begin
                    raise exception 'could not extend file "base/5/16384": No space left on device' using errcode = '53100';
                end $$""", """
                create trigger fill_the_disk before insert on audit_event
                    for each statement execute function fill_the_disk()""");
        try (var log = new LogLines(DatabaseState.class)) {
            var response = setTimeout(90);
            var again = setTimeout(91);

            assertUnavailable(response);
            assertUnavailable(again);
            assertThat(response.jsonPath().getString("detail"))
                    .contains("The disk of the database is full", "Nothing has changed", "Free space")
                    .doesNotContain("base/5");
            assertHealth("DOWN", true);
            Api.as("viewer").get("/gateway").then().statusCode(200);
            assertThat(log.lines()).singleElement().asString().startsWith("ERROR THE DISK OF THE DATABASE IS FULL");
        } finally {
            Database.execute("drop trigger fill_the_disk on audit_event", "drop function fill_the_disk");
        }

        setTimeout(92).then().statusCode(200);
        assertHealth("UP", false);
    }

    private static void assertHealth(String status, boolean diskFull) {
        Api.anonymous()
                .get("/q/health/group/database")
                .then()
                .body("status", is(status))
                .body("checks[0].data.disk_full", is(diskFull));
    }

    @Test
    void aFullDiskIsNoLongerShownOnceTheProbeIsStored() {
        database.failed(new SQLException("No space left on device", "53100"));
        assertHealth("DOWN", true);

        probe.probe();
        probe.probe();

        assertHealth("UP", false);
    }

    @Test
    void theProbeNeedsNoRightToCreateTables() throws SQLException {
        try (var connection = Database.connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("create role writes_rows");
            statement.execute("grant insert on last_check to writes_rows");
            statement.execute("do $$ begin execute format('revoke temporary on database %I from public',"
                    + " current_database()); end $$");
            statement.execute("set local role writes_rows");

            DiskProbe.write(connection);

            statement.execute("reset role");
            var written = statement.executeQuery("select count(*) from last_check where subject like '/disk-probe/%'");
            assertThat(written.next()).isTrue();
            assertThat(written.getInt(1)).isEqualTo(64);
            connection.rollback();
        }
    }

    private static Response setTimeout(int seconds) {
        return Api.as("admin")
                .body("{\"request_timeout_seconds\": %d}".formatted(seconds))
                .patch("/gateway");
    }

    private static void assertUnavailable(Response response) {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.jsonPath().getString("code")).isEqualTo("unavailable");
        assertThat(response.header("Retry-After")).isEqualTo("2");
        assertThat(response.time()).isLessThan(6_000);
    }
}
