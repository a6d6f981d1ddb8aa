package dev.duoconfig.audit;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.secret.AuditKeys;
import dev.duoconfig.secret.SecretBox;
import dev.duoconfig.secret.TestMasterKeys;
import dev.duoconfig.security.Caller;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Events remain verifiable through every change of the master key, also when earlier keys are no longer configured. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class AuditRotationTest {

    private final DataSource dataSource;
    private final AuditDatabase database;
    private final ObjectMapper json;

    AuditRotationTest(DataSource dataSource, AuditDatabase database, ObjectMapper json) {
        this.dataSource = dataSource;
        this.database = database;
        this.json = json;
    }

    @AfterEach
    void removeTheKeptKeys() {
        Database.execute("delete from audit_key");
    }

    @Test
    void anEarlierKeyVerifiesWhileItIsConfigured() throws SQLException {
        start(box(1));
        write(box(1), 2);
        start(box(2, 1));
        write(box(2, 1), 2);

        assertThat(verify(box(2, 1)).valid()).isTrue();
        assertThat(verify(box(1, 2)).valid()).isTrue();
    }

    @Test
    void eventsOfKeysThatAreNoLongerConfiguredRemainVerifiable() throws SQLException {
        start(box(1));
        write(box(1), 2);
        start(box(2, 1));
        write(box(2, 1), 2);
        start(box(3, 2));
        write(box(3), 2);
        start(box(3));

        assertThat(verify(box(3))).isEqualTo(AuditVerification.valid(6));
    }

    @Test
    void instancesWithEitherKeyWriteOneChain() throws SQLException {
        start(box(1, 2));
        start(box(2, 1));
        write(box(1, 2), 1);
        write(box(2, 1), 1);
        write(box(1, 2), 1);

        assertThat(verify(box(1)).valid()).isTrue();
        assertThat(verify(box(2)).valid()).isTrue();
    }

    @Test
    void aKeyThatWasNeverSeenIsNamed() throws SQLException {
        start(box(1));
        write(box(1), 2);
        start(box(2));

        assertThat(verify(box(2))).isEqualTo(AuditVerification.broken(0, 1, AuditFault.KEY_MISSING));
    }

    @Test
    void aKeptKeyIsNotTakenForAnother() throws SQLException {
        start(box(1));
        write(box(1), 2);
        start(box(2, 1, 3));

        Database.execute("update audit_key set sealed = (select sealed from audit_key where key_id = '%s')"
                .formatted(box(3).keyId()));

        assertThat(verify(box(2))).isEqualTo(AuditVerification.broken(0, 1, AuditFault.KEY_MISSING));
        assertThat(verify(box(2, 1)).valid()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sealed = '\\x00'", "sealed = set_byte(sealed, 20, 255 - get_byte(sealed, 20))"})
    void aKeptKeyThatWasChangedIsKeptAgain(String change) throws SQLException {
        start(box(1));
        write(box(1), 2);
        start(box(2, 1));
        Database.execute("update audit_key set " + change);

        start(box(2, 1));

        assertThat(verify(box(2))).isEqualTo(AuditVerification.valid(2));
    }

    @Test
    void keptKeysAreSealed() throws SQLException {
        start(box(2, 1));

        var kept = Database.rows("select * from audit_key").get(0);

        assertThat(kept).containsEntry("key_id", box(1).keyId()).containsEntry("sealed_under", box(2).keyId());
    }

    private static SecretBox box(int current, int... others) {
        return TestMasterKeys.box(current, others);
    }

    private void start(SecretBox box) throws SQLException {
        keys(box).keep();
    }

    private void write(SecretBox box, int events) {
        for (var event = 0; event < events; event++) {
            database.read(connection -> {
                var head = AuditHead.read(connection);
                var last = new StatementGroup();
                var next = new AuditLog(json, keys(box))
                        .append(
                                connection,
                                head,
                                new AuditContext(
                                        head.id() + 1,
                                        Instant.parse("2026-11-27T12:00:00Z"),
                                        Caller.SYSTEM,
                                        AuditOrigin.SYSTEM),
                                List.of(new AuditEvent("gateway.updated", "gateway", null, null, null, null)),
                                List.of(),
                                true,
                                last);
                last.execute(connection);
                try (var update = connection.prepareStatement(
                        "update configuration_state set audit_head_id = ?, audit_head_hash = ?")) {
                    update.setLong(1, next.id());
                    update.setString(2, next.hash());
                    return update.executeUpdate();
                }
            });
        }
    }

    private AuditVerification verify(SecretBox box) {
        return new AuditVerifier(database, keys(box), new KnownHead()).verify();
    }

    private AuditKeys keys(SecretBox box) {
        return TestMasterKeys.auditKeys(box, dataSource, Clock.systemUTC());
    }
}
