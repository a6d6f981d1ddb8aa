package dev.duoconfig.audit;

import java.sql.SQLException;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The database refuses to change events, even for the superuser that the tests connect as. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class AppendOnlyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update audit_event set actor = 'nobody' | update",
                "update audit_event set actor = 'nobody' where id = 999 | update",
                "delete from audit_event | delete",
                "truncate audit_event | truncate",
                "truncate model, audit_event cascade | truncate",
                "insert into audit_event select * from audit_event on conflict (id) do update set actor = 'nobody' | update"
            })
    void eventsAreOnlyEverAdded(String statement, String operation) throws SQLException {
        Api.entitled();
        var before = Database.rows("select * from audit_event");

        for (var role : new String[] {"origin", "replica"}) {
            try (var connection = Database.connect();
                    var session = connection.createStatement()) {
                session.execute("set session_replication_role = " + role);
                assertThatExceptionOfType(SQLException.class)
                        .isThrownBy(() -> session.execute(statement))
                        .withMessageContaining(
                                "Audit events are only ever added: " + operation + " of audit_event is refused");
            }
        }

        assertThat(Database.rows("select * from audit_event")).isEqualTo(before).hasSize(1);
    }
}
