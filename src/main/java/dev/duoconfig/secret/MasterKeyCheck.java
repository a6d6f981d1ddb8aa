package dev.duoconfig.secret;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * Compares the database with the configured master keys before the service starts. It registers every key that the
 * database was ever sealed under, and refuses the start if stored values could not be opened, before values are sealed
 * under different keys by mistake.
 */
@ApplicationScoped
public class MasterKeyCheck {

    private static final String PLAINTEXT = "duo-config";
    private static final SecretLocation LOCATION = new SecretLocation("secret_key", 0, "verification");

    private final SecretBox box;
    private final DataSource database;
    private final Clock clock;

    MasterKeyCheck(SecretBox box, DataSource database, Clock clock) {
        this.box = box;
        this.database = database;
        this.clock = clock;
    }

    /**
     * Checks the keys.
     *
     * @param requiredKeyIds the ids of the keys that stored values are sealed under
     * @throws MasterKeyException if a stored value is sealed under a key that is not configured, or if no configured key
     *     is registered in the database
     */
    @Transactional
    public void verify(Set<String> requiredKeyIds) throws SQLException {
        requireConfigured(requiredKeyIds);
        try (var connection = database.getConnection()) {
            lock(connection);
            var known = known(connection);
            known.forEach(this::verify);
            if (!known.isEmpty() && known.keySet().stream().noneMatch(box.keyIds()::contains)) {
                throw new MasterKeyException(
                        "The API keys in this database are sealed under master key " + String.join(", ", known.keySet())
                                + ", but the configured master key is " + box.keyId()
                                + ". Configure the key that this database was set up with. To change to another key, list"
                                + " the old one in DUO_OTHER_MASTER_KEY_FILES.");
            }
            if (!known.containsKey(box.keyId())) {
                register(connection);
            }
        }
    }

    /** If two instances start on an empty database at once, the second one waits here, then finds the key of the first. */
    private static void lock(Connection connection) throws SQLException {
        try (var lock = connection.prepareStatement("lock table secret_key in share row exclusive mode")) {
            lock.execute();
        }
    }

    private static Map<String, Sealed> known(Connection connection) throws SQLException {
        var known = new LinkedHashMap<String, Sealed>();
        try (var query =
                        connection.prepareStatement("select key_id, verification from secret_key order by created_at");
                var rows = query.executeQuery()) {
            while (rows.next()) {
                known.put(rows.getString(1), new Sealed(rows.getString(1), rows.getBytes(2)));
            }
        }
        return known;
    }

    private void verify(String keyId, Sealed verification) {
        if (box.keyIds().contains(keyId)) {
            box.open(verification, LOCATION);
        }
    }

    private void requireConfigured(Set<String> requiredKeyIds) {
        var missing = new TreeSet<>(requiredKeyIds);
        missing.removeAll(box.keyIds());
        if (!missing.isEmpty()) {
            throw new MasterKeyException(
                    "API keys in this database are sealed under master key "
                            + String.join(", ", missing) + ", which is not configured; configured: "
                            + String.join(", ", box.keyIds())
                            + ". Set DUO_MASTER_KEY_FILE to the file with the missing key or, to change to another key, list that file in DUO_OTHER_MASTER_KEY_FILES.");
        }
    }

    private void register(Connection connection) throws SQLException {
        var verification = box.seal(PLAINTEXT, LOCATION);
        try (var insert = connection.prepareStatement(
                "insert into secret_key (key_id, verification, created_at) values (?, ?, ?)")) {
            insert.setString(1, verification.keyId());
            insert.setBytes(2, verification.bytes());
            insert.setTimestamp(3, Timestamp.from(clock.instant()));
            insert.executeUpdate();
        }
    }
}
