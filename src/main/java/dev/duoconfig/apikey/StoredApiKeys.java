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

/** The stored API keys of models: opened for the one answer that may hold them, and sealed anew under the current key. */
@ApplicationScoped
public class StoredApiKeys {

    private static final String OTHERS = """
            select id, api_key_key_id, api_key_sealed from model
            where api_key_sealed is not null and api_key_key_id <> ? and id > ? order by id limit ?""";

    /** More than the models that there may be, so that a list of them decrypts nothing twice. */
    private static final long MAX_REMEMBERED = 20_000;

    private final Cache<StoredKey, Boolean> readable =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    private final Transactions transactions;
    private final SecretBox secrets;

    StoredApiKeys(Transactions transactions, SecretBox secrets) {
        this.transactions = transactions;
        this.secrets = secrets;
    }

    /** The key in the clear, or null when the model has none; one that does not open ends the request. */
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

    /** Whether this is the model's key. One that does not open is another. */
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

    /** How many keys are sealed under which master key, by its id. */
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
     * Seals some keys anew that are not sealed under the current master key, in a transaction of its own. It holds the
     * lock of all writes while it does, so that none of them can bring back what it read before; a key that was changed
     * meanwhile is sealed under the current master key and left alone.
     *
     * @param afterId the model to go on after, by id
     * @param most how many to look at
     */
    public Resealed reseal(long afterId, int most) {
        return transactions.commitLocked(connection -> {
            var outcome = new Resealed(afterId, 0, 0, 0);
            try (var query = connection.prepareStatement(OTHERS)) {
                query.setString(1, secrets.keyId());
                query.setLong(2, afterId);
                query.setInt(3, most);
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
        Sealed anew;
        try {
            anew = secrets.seal(secrets.open(present, location(modelId)), location(modelId));
        } catch (UnreadableSecretException e) {
            return false;
        }
        try (var update = connection.prepareStatement("update model set api_key_sealed = ?, api_key_key_id = ?"
                + " where id = ? and api_key_sealed = ? and api_key_key_id = ?")) {
            update.setBytes(1, anew.bytes());
            update.setString(2, anew.keyId());
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
     * What one step did.
     *
     * @param lastId the last model that was looked at
     * @param seen how many keys were looked at
     * @param resealed how many of them are sealed anew
     * @param unreadable how many do not open and stay as they are
     */
    public record Resealed(long lastId, int seen, int resealed, int unreadable) {

        private Resealed plus(long id, boolean done) {
            return new Resealed(id, seen + 1, resealed + (done ? 1 : 0), unreadable + (done ? 0 : 1));
        }
    }

    private record StoredKey(long modelId, Snapshot.SealedKey key) {}
}
