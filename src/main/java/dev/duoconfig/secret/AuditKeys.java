package dev.duoconfig.secret;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * The keys that authenticate audit events, one for each master key. Those of earlier master keys are kept in the database,
 * sealed under the current one, so that their events remain verifiable once an earlier master key is no longer configured.
 */
@ApplicationScoped
public class AuditKeys {

    private static final String PURPOSE = "duo-config audit events";

    private final SecretBox box;
    private final DataSource database;
    private final Clock clock;

    AuditKeys(SecretBox box, DataSource database, Clock clock) {
        this.box = box;
        this.database = database;
        this.clock = clock;
    }

    /** The key for new events. */
    public MacKey current() {
        return MacKey.derive(box.keys().current(), PURPOSE);
    }

    /** All available keys by ID: those of the configured master keys, and those that are kept in the database. */
    public Map<String, MacKey> all(Connection connection) throws SQLException {
        var keys = new HashMap<String, MacKey>();
        try (var query = connection.prepareStatement("select key_id, sealed_under, sealed from audit_key");
                var rows = query.executeQuery()) {
            while (rows.next()) {
                open(keys, rows.getString(1), new Sealed(rows.getString(2), rows.getBytes(3)));
            }
        }
        for (var id : box.keyIds()) {
            var master = box.keys().find(id);
            if (master != null) {
                keys.put(id, MacKey.derive(master, PURPOSE));
            }
        }
        return keys;
    }

    /** Leaves out a key that cannot be opened: verification then names the master key that is missing. */
    private void open(Map<String, MacKey> keys, String id, Sealed sealed) {
        if (box.opens(sealed, location(id))) {
            keys.put(id, MacKey.decode(id, box.open(sealed, location(id))));
        }
    }

    /** Keeps all available keys under the current master key. Called at start, after every change of the master key. */
    @Transactional
    public void keep() throws SQLException {
        try (var connection = database.getConnection()) {
            var kept = kept(connection);
            for (var key : all(connection).values()) {
                if (!key.id().equals(box.keyId()) && !kept.contains(key.id())) {
                    keep(connection, key);
                }
            }
        }
    }

    /** The IDs of the keys that the current master key opens. A row that was changed does not count. */
    private Set<String> kept(Connection connection) throws SQLException {
        var ids = new HashSet<String>();
        try (var query = connection.prepareStatement("select key_id, sealed from audit_key where sealed_under = ?")) {
            query.setString(1, box.keyId());
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    var id = rows.getString(1);
                    if (box.opens(new Sealed(box.keyId(), rows.getBytes(2)), location(id))) {
                        ids.add(id);
                    }
                }
            }
        }
        return ids;
    }

    private void keep(Connection connection, MacKey key) throws SQLException {
        var sealed = box.seal(key.encoded(), location(key.id()));
        try (var insert = connection.prepareStatement("insert into audit_key (key_id, sealed_under, sealed, created_at)"
                + " values (?, ?, ?, ?) on conflict (key_id, sealed_under) do update set sealed = excluded.sealed")) {
            insert.setString(1, key.id());
            insert.setString(2, sealed.keyId());
            insert.setBytes(3, sealed.bytes());
            insert.setTimestamp(4, Timestamp.from(clock.instant()));
            insert.executeUpdate();
        }
    }

    private static SecretLocation location(String keyId) {
        return new SecretLocation("audit_key", 0, keyId);
    }
}
