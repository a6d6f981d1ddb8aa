package dev.duoconfig.secret;

import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.OtherSettings;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.duoconfig.secret.TestMasterKeys.box;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Each test runs in a transaction that is rolled back, so the service under test keeps its own key. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
class MasterKeyCheckTest {

    private static final String KEY = OtherSettings.masterKey(1);
    private static final String ANOTHER_KEY = OtherSettings.masterKey(2);
    private static final SecretBox BOTH = TestMasterKeys.box(2, 1);

    private final DataSource database;
    private final Clock clock;
    private final SecretBox ownBox;

    MasterKeyCheckTest(DataSource database, Clock clock, SecretBox ownBox) {
        this.database = database;
        this.clock = clock;
        this.ownBox = ownBox;
    }

    @BeforeEach
    void begin() {
        QuarkusTransaction.begin();
    }

    @AfterEach
    void rollBack() {
        QuarkusTransaction.rollback();
    }

    @Test
    void theStartRegistersTheKey() throws SQLException {
        assertThat(registeredKeys()).containsExactly(ownBox.keyId());
    }

    @Test
    void theFirstStartRegistersItsKeyAndALaterOneFindsIt() throws SQLException {
        deleteRegisteredKeys();

        check(KEY).verify(Set.of());
        check(KEY).verify(Set.of());

        assertThat(registeredKeys()).containsExactly(box(KEY).keyId());
    }

    @Test
    void aStartUnderAnotherKeyIsRefusedNamingBothIdsAndNoKey() throws SQLException {
        deleteRegisteredKeys();
        check(KEY).verify(Set.of());

        assertThatExceptionOfType(MasterKeyException.class)
                .isThrownBy(() -> check(ANOTHER_KEY).verify(Set.of()))
                .withMessageContaining(box(KEY).keyId())
                .withMessageContaining(box(ANOTHER_KEY).keyId())
                .withMessageNotContainingAny(KEY, ANOTHER_KEY)
                .withNoCause();
        assertThat(registeredKeys()).containsExactly(box(KEY).keyId());
    }

    @Test
    void aRegisteredIdWithAValueOfAnotherKeyIsRefusedToo() throws SQLException {
        deleteRegisteredKeys();
        check(KEY).verify(Set.of());
        try (var connection = database.getConnection();
                var update = connection.prepareStatement("update secret_key set key_id = ?")) {
            update.setString(1, box(ANOTHER_KEY).keyId());
            update.executeUpdate();
        }

        assertThatExceptionOfType(UnreadableSecretException.class)
                .isThrownBy(() -> check(ANOTHER_KEY).verify(Set.of()))
                .withMessageContaining(box(ANOTHER_KEY).keyId());
    }

    @Test
    void aStartWithANewKeyAndTheOldOneRegistersTheNewKey() throws SQLException {
        deleteRegisteredKeys();
        check(KEY).verify(Set.of());

        new MasterKeyCheck(BOTH, database, clock).verify(Set.of(box(KEY).keyId()));
        check(ANOTHER_KEY).verify(Set.of(box(ANOTHER_KEY).keyId()));

        assertThat(registeredKeys())
                .containsExactlyInAnyOrder(box(KEY).keyId(), box(ANOTHER_KEY).keyId());
    }

    @Test
    void aStartWithoutAKeyInUseIsRefusedNamingThatKey() throws SQLException {
        deleteRegisteredKeys();
        new MasterKeyCheck(BOTH, database, clock).verify(Set.of());

        assertThatExceptionOfType(MasterKeyException.class)
                .isThrownBy(() -> check(ANOTHER_KEY)
                        .verify(Set.of(box(KEY).keyId(), box(ANOTHER_KEY).keyId())))
                .withMessageContaining("under master key " + box(KEY).keyId() + ",")
                .withMessageContaining("DUO_OTHER_MASTER_KEY_FILES");
    }

    @Test
    void theServicesOwnKeyIsAccepted() {
        assertThatCode(() -> new MasterKeyCheck(ownBox, database, clock).verify(Set.of()))
                .doesNotThrowAnyException();
    }

    private MasterKeyCheck check(String key) {
        return new MasterKeyCheck(box(key), database, clock);
    }

    private void deleteRegisteredKeys() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("delete from secret_key");
        }
    }

    private List<String> registeredKeys() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select array_agg(key_id) from secret_key")) {
            row.next();
            return List.of((String[]) row.getArray(1).getArray());
        }
    }
}
