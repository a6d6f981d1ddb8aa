package dev.duoconfig.secret;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import org.jboss.logging.Logger;

/**
 * Compares the database with the configured master keys before the service starts. It registers every key that the
 * database was ever sealed under, and refuses the start if stored values could not be opened, before values are sealed
 * under different keys by mistake.
 */
@ApplicationScoped
public class MasterKeyCheck {

    private static final Logger LOG = Logger.getLogger(MasterKeyCheck.class);

    private final SecretBox box;
    private final SecurityForms forms;
    private final DataSource database;
    private final Clock clock;

    MasterKeyCheck(SecretBox box, SecurityForms forms, DataSource database, Clock clock) {
        this.box = box;
        this.forms = forms;
        this.database = database;
        this.clock = clock;
    }

    /**
     * Checks the keys, and finds out which forms of stored values have begun.
     *
     * @param requiredKeyIds the ids of the keys that stored values are sealed under
     * @return the forms that apply
     * @throws MasterKeyException if a stored value is sealed under a key that is not configured, or if no configured key
     *     is registered in the database
     */
    @Transactional
    public SecurityForm verify(Set<String> requiredKeyIds) throws SQLException {
        requireConfigured(requiredKeyIds);
        try (var connection = database.getConnection()) {
            lock(connection);
            var known = Verification.read(connection);
            var form = proven(connection, known);
            if (!known.isEmpty() && known.keySet().stream().noneMatch(box.keyIds()::contains)) {
                throw new MasterKeyException(
                        "The secrets in this database are sealed under master key " + String.join(", ", known.keySet())
                                + ", but the configured master key is " + box.keyId()
                                + ". Configure the key that this database was set up with. To change to another key, list"
                                + " the old one in DUO_OTHER_MASTER_KEY_FILES.");
            }
            if (!known.containsKey(box.keyId())) {
                register(connection, form);
            }
            return form;
        }
    }

    /** If two instances start on an empty database at once, the second one waits here, then finds the key of the first. */
    private static void lock(Connection connection) throws SQLException {
        try (var lock = connection.prepareStatement("lock table secret_key in share row exclusive mode")) {
            lock.execute();
        }
    }

    /** The forms that have begun according to the database and the values that this instance can open. */
    private SecurityForm proven(Connection connection, Map<String, Sealed> known) throws SQLException {
        var stored = forms.read(connection);
        // Release 0.2 registers its key before it does anything else, so it has never used a database without keys.
        var proven = (known.isEmpty() ? SecurityForm.COMPLETE : stored).or(provenByKeys(connection, known));
        if (!proven.equals(stored)) {
            LOG.warn(
                    "The table security_form was set back: the master keys of this database prove that the current forms"
                            + " of API keys and audit events have begun. They stay in force.");
            proven.store(connection);
        }
        return forms.learn(proven);
    }

    /**
     * The forms that the values of the configured keys prove together. Afterwards, each of them proves all: the value of a key
     * that was not configured when the forms began would otherwise prove nothing once the other values are removed.
     */
    private SecurityForm provenByKeys(Connection connection, Map<String, Sealed> known) throws SQLException {
        var each = known.entrySet().stream()
                .filter(value -> box.keyIds().contains(value.getKey()))
                .map(value -> Verification.open(box, value.getValue()))
                .toList();
        var proven = each.stream().reduce(SecurityForm.NONE, SecurityForm::or);
        if (!each.stream().allMatch(proven::equals)) {
            Verification.sealAgain(connection, box, proven);
        }
        return proven;
    }

    private void requireConfigured(Set<String> requiredKeyIds) {
        var missing = new TreeSet<>(requiredKeyIds);
        missing.removeAll(box.keyIds());
        if (!missing.isEmpty()) {
            throw new MasterKeyException(
                    "Secrets in this database are sealed under master key "
                            + String.join(", ", missing) + ", which is not configured; configured: "
                            + String.join(", ", box.keyIds())
                            + ". Set DUO_MASTER_KEY_FILE to the file with the missing key or, to change to another key, list that file in DUO_OTHER_MASTER_KEY_FILES.");
        }
    }

    private void register(Connection connection, SecurityForm form) throws SQLException {
        var verification = Verification.seal(box, box.keyId(), form);
        try (var insert = connection.prepareStatement(
                "insert into secret_key (key_id, verification, created_at) values (?, ?, ?)")) {
            insert.setString(1, verification.keyId());
            insert.setBytes(2, verification.bytes());
            insert.setTimestamp(3, Timestamp.from(clock.instant()));
            insert.executeUpdate();
        }
    }
}
