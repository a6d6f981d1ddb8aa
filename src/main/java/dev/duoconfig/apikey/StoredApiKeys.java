package dev.duoconfig.apikey;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.secret.Sealed;
import dev.duoconfig.secret.SecretBox;
import dev.duoconfig.secret.SecretLocation;
import dev.duoconfig.secret.UnreadableSecretException;
import dev.duoconfig.store.Rows;
import dev.duoconfig.store.SealedKeyMapping;
import dev.duoconfig.store.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** The stored API keys of models: decrypted for the only response that may contain them, and sealed again after a rotation. */
@ApplicationScoped
public class StoredApiKeys {

    private static final String NOT_UNDER_KEY = """
            select id, api_key_key_id, api_key_sealed from model
            where api_key_sealed is not null and api_key_key_id <> ? and id > ? order by id limit ?""";

    /** Above the limit on models, so that lists of models decrypt each key only once. */
    private static final long MAX_REMEMBERED = 20_000;

    private final Cache<StoredKey, Boolean> readable =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    private final Transactions transactions;
    private final SecretBox secrets;

    StoredApiKeys(Transactions transactions, SecretBox secrets) {
        this.transactions = transactions;
        this.secrets = secrets;
    }

    /** The key in plain text, or null if the model has none. A key that cannot be decrypted ends the request with a 409. */
    public @Nullable String open(Snapshot.Model model) {
        try {
            return decrypt(model);
        } catch (UnreadableSecretException e) {
            throw new ApiException(
                    ProblemType.API_KEY_UNREADABLE,
                    "The stored API key of model %d cannot be read. %s Store it again with PATCH /models/%d."
                            .formatted(model.id(), e.getMessage(), model.id()));
        }
    }

    /** Whether the model has no key, or one that can be decrypted. */
    public boolean isReadable(Snapshot.Model model) {
        var key = model.apiKey();
        return key == null || readable.get(new StoredKey(model.id(), key), this::canBeDecrypted);
    }

    private boolean canBeDecrypted(StoredKey stored) {
        return secrets.opens(SealedKeyMapping.fromSnapshot(stored.key), location(stored.modelId));
    }

    /** Whether this is the model's key. A key that cannot be decrypted counts as different. */
    public boolean holds(Snapshot.Model model, String key) {
        try {
            var stored = decrypt(model);
            return stored != null && MessageDigest.isEqual(bytes(stored), bytes(key));
        } catch (UnreadableSecretException e) {
            return false;
        }
    }

    private @Nullable String decrypt(Snapshot.Model model) {
        var key = model.apiKey();
        return key == null ? null : secrets.open(SealedKeyMapping.fromSnapshot(key), location(model.id()));
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    /** The number of keys that are sealed under each master key, by its id. */
    public Map<String, Integer> countByMasterKey() {
        return transactions.read(connection -> {
            var counts = new TreeMap<String, Integer>();
            Rows.each(
                    connection,
                    "select api_key_key_id, count(*) from model where api_key_sealed is not null group by 1",
                    row -> counts.put(row.getString(1), row.getInt(2)));
            return counts;
        });
    }

    /**
     * Seals some keys again that are not sealed under the current master key, in a separate transaction. It holds the write
     * lock, so that no other write can restore a key that it read before; a key that was changed since the last step is
     * already sealed under the current master key and stays unchanged.
     *
     * @param afterId the id of the model to continue after
     * @param limit the maximum number of keys to process
     */
    public Resealed reseal(long afterId, int limit) {
        return transactions.commitLocked(connection -> {
            var outcome = new Resealed(afterId, 0, 0, 0);
            try (var query = connection.prepareStatement(NOT_UNDER_KEY)) {
                query.setString(1, secrets.keyId());
                query.setLong(2, afterId);
                query.setInt(3, limit);
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        var sealed = new Sealed(rows.getString(2), rows.getBytes(3));
                        outcome = outcome.plus(rows.getLong(1), reseal(connection, rows.getLong(1), sealed));
                    }
                }
            }
            return outcome;
        });
    }

    private boolean reseal(Connection connection, long modelId, Sealed present) throws SQLException {
        Sealed replacement;
        try {
            replacement = secrets.seal(secrets.open(present, location(modelId)), location(modelId));
        } catch (UnreadableSecretException e) {
            return false;
        }
        try (var update = connection.prepareStatement("update model set api_key_sealed = ?, api_key_key_id = ?"
                + " where id = ? and api_key_sealed = ? and api_key_key_id = ?")) {
            update.setBytes(1, replacement.bytes());
            update.setString(2, replacement.keyId());
            update.setLong(3, modelId);
            update.setBytes(4, present.bytes());
            update.setString(5, present.keyId());
            return update.executeUpdate() == 1;
        }
    }

    static SecretLocation location(long modelId) {
        return new SecretLocation("model", modelId, "api_key");
    }

    /**
     * The result of one step.
     *
     * @param lastId the id of the last model that was processed
     * @param seen the number of keys that were processed
     * @param resealed the number of keys that were sealed again
     * @param unreadable the number of keys that cannot be decrypted and stay unchanged
     */
    public record Resealed(long lastId, int seen, int resealed, int unreadable) {

        private Resealed plus(long id, boolean done) {
            return new Resealed(id, seen + 1, resealed + (done ? 1 : 0), unreadable + (done ? 0 : 1));
        }
    }

    private record StoredKey(long modelId, Snapshot.SealedKey key) {}
}
