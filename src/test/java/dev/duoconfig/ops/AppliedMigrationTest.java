package dev.duoconfig.ops;

import java.sql.SQLException;
import java.util.Map;

import dev.duoconfig.store.UnpooledConnections;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The start leaves Flyway alone only if the history is exactly that of this release. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@SuppressWarnings("NullAway.Init")
class AppliedMigrationTest {

    @Inject
    UnpooledConnections connections;

    @BeforeEach
    void copyTheHistory() {
        Database.execute(
                "create schema \"A copy\"",
                "create table \"A copy\".flyway_schema_history as select * from public.flyway_schema_history");
    }

    @AfterEach
    void dropTheCopy() {
        Database.execute("drop schema \"A copy\" cascade");
    }

    @Test
    void theHistoryOfFlywayIsTheExpectedOne() throws SQLException {
        assertThat(areComplete("public")).isTrue();
        assertThat(areComplete("A copy")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from history where installed_rank = 3",
                "update history set success = false where installed_rank = 3",
                "update history set checksum = checksum + 1 where installed_rank = 3",
                "update history set checksum = null where installed_rank = 3",
                "update history set description = 'another' where installed_rank = 3",
                "update history set type = 'DELETE' where installed_rank = 3",
                "update history set version = '1' where installed_rank = 3",
                "insert into history select 1000, '999912312359', 'of a later release', 'SQL', 'V999912312359__of_a_later_release.sql',"
                        + " 1, 'test', now(), 1, true",
                "drop table history"
            })
    void anyOtherHistoryIsLeftToFlyway(String change) throws SQLException {
        Database.execute(change.replace("history", "\"A copy\".flyway_schema_history"));

        assertThat(areComplete("A copy")).isFalse();
    }

    @Test
    void aSchemaThatDoesNotExistIsLeftToFlyway() throws SQLException {
        assertThat(areComplete("nowhere")).isFalse();
    }

    private boolean areComplete(String schema) throws SQLException {
        return Migrations.areComplete(connections.dataSource("test", Map.of("currentSchema", '"' + schema + '"')));
    }
}
