package dev.duoconfig.secret;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import javax.sql.DataSource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * Holds the database against the configured master key before the service starts. The first start writes down which key
 * the database is sealed under; a later start under another key is refused, before anything is sealed twice over.
 */
@ApplicationScoped
public class MasterKeyCheck {

    private static final String KNOWN = "duo-config";
    private static final Place PLACE = new Place("secret_key", 0, "verification");

    private final SecretBox box;
    private final DataSource database;
    private final Clock clock;

    MasterKeyCheck(SecretBox box, DataSource database, Clock clock) {
        this.box = box;
        this.database = database;
        this.clock = clock;
    }

    /**
     * Checks the key.
     *
     * @throws MasterKeyException if the database is sealed under another key
     */
    @Transactional
    public void verify() throws SQLException {
        try (var connection = database.getConnection()) {
            register(connection);
            try (var query = connection.prepareStatement("select key_id, verification from secret_key");
                    var rows = query.executeQuery()) {
                while (rows.next()) {
                    verify(new Sealed(rows.getString(1), rows.getBytes(2)));
                }
            }
        }
    }

    /** Of two instances that start at once on an empty database the second waits here, then finds the first one's key. */
    private void register(Connection connection) throws SQLException {
        try (var lock = connection.prepareStatement("lock table secret_key in share row exclusive mode");
                var insert = connection.prepareStatement("insert into secret_key (key_id, verification, created_at)"
                        + " select ?, ?, ? where not exists (select from secret_key)")) {
            lock.execute();
            var verification = box.seal(KNOWN, PLACE);
            insert.setString(1, verification.keyId());
            insert.setBytes(2, verification.bytes());
            insert.setTimestamp(3, Timestamp.from(clock.instant()));
            insert.executeUpdate();
        }
    }

    private void verify(Sealed verification) {
        if (!verification.keyId().equals(box.keyId())) {
            throw new MasterKeyException(
                    "The API keys in this database are sealed under master key " + verification.keyId()
                            + ", but the configured master key is " + box.keyId()
                            + ". Configure the key that this database was set up with.");
        }
        box.open(verification, PLACE);
    }
}
