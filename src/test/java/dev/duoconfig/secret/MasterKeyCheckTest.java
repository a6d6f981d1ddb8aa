package dev.duoconfig.secret;

import java.sql.SQLException;
import java.time.Clock;
import java.util.HexFormat;
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

        check(BOTH).verify(Set.of(box(KEY).keyId()));
        check(ANOTHER_KEY).verify(Set.of(box(ANOTHER_KEY).keyId()));

        assertThat(registeredKeys())
                .containsExactlyInAnyOrder(box(KEY).keyId(), box(ANOTHER_KEY).keyId());
    }

    @Test
    void aStartWithoutAKeyInUseIsRefusedNamingThatKey() throws SQLException {
        deleteRegisteredKeys();
        check(BOTH).verify(Set.of());

        assertThatExceptionOfType(MasterKeyException.class)
                .isThrownBy(() -> check(ANOTHER_KEY)
                        .verify(Set.of(box(KEY).keyId(), box(ANOTHER_KEY).keyId())))
                .withMessageContaining("under master key " + box(KEY).keyId() + ",")
                .withMessageContaining("DUO_OTHER_MASTER_KEY_FILES");
    }

    @Test
    void aNewDatabaseHasAllForms() throws SQLException {
        deleteRegisteredKeys();

        assertThat(check(KEY).verify(Set.of())).isEqualTo(SecurityForm.COMPLETE);
    }

    @Test
    void aDatabaseOfRelease02KeepsItsFormsUntilTheyBegin() throws SQLException {
        registerAsRelease02();

        var first = check(KEY).verify(Set.of());
        var withANewKey = check(BOTH).verify(Set.of());
        new SecurityForms(BOTH, database).begin();
        var begun = check(KEY).verify(Set.of());

        assertThat(List.of(first, withANewKey)).containsOnly(SecurityForm.NONE);
        assertThat(begun).isEqualTo(SecurityForm.BEGUN);
    }

    @Test
    void formsThatHaveBegunStayWhenTheTableIsSetBack() throws SQLException {
        deleteRegisteredKeys();
        check(KEY).verify(Set.of());
        setForms("false");

        var restarted = check(KEY).verify(Set.of());
        setForms("false");
        var withANewKey = check(BOTH).verify(Set.of());
        setForms("false");
        deleteRegisteredKeys();
        var withoutKeys = check(KEY).verify(Set.of());

        assertThat(List.of(restarted, withANewKey, withoutKeys)).containsOnly(SecurityForm.COMPLETE);
    }

    @Test
    void aKeyThatWasNotConfiguredWhenTheFormsBeganProvesThemFromItsNextStartOn() throws SQLException {
        registerAsRelease02();
        check(BOTH).verify(Set.of());
        new SecurityForms(box(ANOTHER_KEY), database).complete();
        check(BOTH).verify(Set.of());

        execute("delete from secret_key where key_id = '" + box(ANOTHER_KEY).keyId() + "'");
        setForms("false");

        assertThat(check(BOTH).verify(Set.of())).isEqualTo(SecurityForm.COMPLETE);
    }

    @Test
    void formsThatARunningInstanceHasSeenStayWhenTheTableIsSetBack() throws SQLException {
        var forms = new SecurityForms(box(KEY), database);
        try (var connection = database.getConnection()) {
            setForms("true");
            var seen = forms.read(connection);
            setForms("false");

            assertThat(forms.read(connection)).isEqualTo(seen).isEqualTo(SecurityForm.COMPLETE);
        }
    }

    @Test
    void aLostRowDoesNotEndTheForms() throws SQLException {
        execute("delete from security_form");

        assertThat(new SecurityForms(box(KEY), database).read()).isEqualTo(SecurityForm.COMPLETE);
    }

    @Test
    void theServicesOwnKeyIsAccepted() {
        assertThatCode(() -> check(ownBox).verify(Set.of())).doesNotThrowAnyException();
    }

    private MasterKeyCheck check(String key) {
        return check(box(key));
    }

    /** A check by an instance that has just been started. */
    private MasterKeyCheck check(SecretBox box) {
        return new MasterKeyCheck(box, new SecurityForms(box, database), database, clock);
    }

    private void deleteRegisteredKeys() throws SQLException {
        execute("delete from secret_key");
    }

    /** The state that release 0.2 leaves: its marker, and a verification value of its form. */
    private void registerAsRelease02() throws SQLException {
        deleteRegisteredKeys();
        setForms("false");
        var verification = box(KEY).seal("duo-config", new SecretLocation("secret_key", 0, "verification"));
        execute("insert into secret_key values ('%s', '\\x%s', now())"
                .formatted(verification.keyId(), HexFormat.of().formatHex(verification.bytes())));
    }

    private void setForms(String value) throws SQLException {
        execute("update security_form set keys_bound = %1$s, unbound_keys_refused = %1$s, audit_keyed = %1$s"
                .formatted(value));
    }

    private void execute(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
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
