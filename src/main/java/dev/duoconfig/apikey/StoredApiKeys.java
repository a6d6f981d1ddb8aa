package dev.duoconfig.apikey;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.secret.PastedSecret;
import dev.duoconfig.secret.Sealed;
import dev.duoconfig.secret.SecretBox;
import dev.duoconfig.secret.SecretLocation;
import dev.duoconfig.secret.SecurityForm;
import dev.duoconfig.secret.SecurityForms;
import dev.duoconfig.secret.UnreadableSecretException;
import dev.duoconfig.store.Rows;
import dev.duoconfig.store.SealedKeyMapping;
import dev.duoconfig.store.Transactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import org.jspecify.annotations.Nullable;

/**
 * The stored API keys of models: sealed for the model and the server that they were entered for, decrypted for the only response
 * that may contain them, and sealed again when a write moves them or the master key changes. This is the only place that knows
 * which key opens for which server.
 */
@ApplicationScoped
public class StoredApiKeys {

    private static final String UNBOUND = "substring(api_key_sealed for octet_length(?)) <> ?";

    private static final String TO_RESEAL = """
            select id, api_key_key_id, api_key_sealed, endpoint from model
            where api_key_sealed is not null and (api_key_key_id <> ? or (? and %s)) and id > ?
            order by id limit ?""".formatted(UNBOUND);

    /** Above the limit on models, so that lists of models decrypt each key only once. */
    private static final long MAX_REMEMBERED = 20_000;

    private final Cache<StoredKey, KeyState> states =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    private final Transactions transactions;
    private final SecretBox secrets;
    private final SecurityForms forms;
    private final EntityManager entities;

    StoredApiKeys(Transactions transactions, SecretBox secrets, SecurityForms forms, EntityManager entities) {
        this.transactions = transactions;
        this.secrets = secrets;
        this.forms = forms;
        this.entities = entities;
    }

    /** The key in plain text, or null if the model has none. A key that cannot be decrypted ends the request with a 409. */
    public @Nullable String open(Snapshot.Model model) {
        var key = model.apiKey();
        return key == null ? null : opener(model, key).get();
    }

    /** Prepares to open a model's key often. Each call of the result opens it, or ends the request with a 409. */
    public Supplier<String> opener(Snapshot.Model model, Snapshot.SealedKey key) {
        var sealed = SealedKeyMapping.fromSnapshot(key);
        var opener = secrets.opener(sealed, location(model.id(), model.endpoint(), sealed.bound()));
        return () -> {
            try {
                return opener.get();
            } catch (UnreadableSecretException e) {
                throw new ApiException(
                        ProblemType.API_KEY_UNREADABLE,
                        "The stored API key of model %d cannot be read. %s Store it again with PATCH /models/%d."
                                .formatted(model.id(), e.getMessage(), model.id()));
            }
        };
    }

    /** Whether the model has no key, or one that can be decrypted. */
    public boolean isReadable(Snapshot.Model model) {
        return state(model) != KeyState.UNREADABLE;
    }

    /** Whether the model has a key that looks like the place of a key. */
    public boolean isPlaceholder(Snapshot.Model model) {
        return state(model) == KeyState.PLACEHOLDER;
    }

    private KeyState state(Snapshot.Model model) {
        var key = model.apiKey();
        return key == null
                ? KeyState.ABSENT
                : states.get(new StoredKey(model.id(), model.endpoint(), key), this::stateOf);
    }

    private KeyState stateOf(StoredKey stored) {
        try {
            var key = open(SealedKeyMapping.fromSnapshot(stored.key), stored.modelId, stored.endpoint);
            return PastedSecret.isPlaceholder(key) ? KeyState.PLACEHOLDER : KeyState.USABLE;
        } catch (UnreadableSecretException e) {
            return KeyState.UNREADABLE;
        }
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
        return key == null ? null : open(SealedKeyMapping.fromSnapshot(key), model.id(), model.endpoint());
    }

    /** Whether another endpoint would give the model's stored key to a server that it was not entered for. */
    public boolean wouldMove(Snapshot.Model model, @Nullable String endpoint) {
        var key = model.apiKey();
        return key != null
                && !HttpUrl.haveSameOrigin(model.endpoint(), endpoint)
                && !isEnteredFor(SealedKeyMapping.fromSnapshot(key), model.id(), endpoint);
    }

    private boolean isEnteredFor(Sealed sealed, long modelId, @Nullable String endpoint) {
        return sealed.bound() && opens(sealed, modelId, endpoint);
    }

    /** Seals a key that was entered for a model and the server in its endpoint. */
    public Sealed seal(String key, long modelId, @Nullable String endpoint, SecurityForm form) {
        return secrets.seal(key, location(modelId, endpoint, form.keysBound()));
    }

    /**
     * Seals a key again that a write keeps, so that it opens for the server that the model has then. A key that does not open
     * for the server that the model had stays as it is, and opens for no other one.
     */
    public Sealed keep(
            Sealed present, long modelId, @Nullable String before, @Nullable String after, SecurityForm form) {
        var bound = form.keysBound() || present.bound();
        var refused = form.unboundKeysRefused() && !present.bound();
        var fits = present.bound() ? HttpUrl.haveSameOrigin(before, after) : !bound;
        if (refused || fits || isEnteredFor(present, modelId, after)) {
            return present;
        }
        try {
            return secrets.seal(open(present, modelId, before), location(modelId, after, bound));
        } catch (UnreadableSecretException e) {
            return present;
        }
    }

    private String open(Sealed sealed, long modelId, @Nullable String endpoint) {
        return secrets.open(sealed, location(modelId, endpoint, sealed.bound()));
    }

    private boolean opens(Sealed sealed, long modelId, @Nullable String endpoint) {
        return secrets.opens(sealed, location(modelId, endpoint, sealed.bound()));
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
     * Seals some keys again that are not sealed under the current master key or not bound to a server, in a separate
     * transaction. It holds the write lock, so that no other write can restore a key that it read before; a key that was
     * changed since the last step is already sealed as it should be and stays unchanged.
     *
     * @param afterId the id of the model to continue after
     * @param limit the maximum number of keys to process
     */
    public Resealed reseal(long afterId, int limit) {
        return transactions.commitLocked(connection -> {
            var form = forms.read(connection);
            var outcome = new Resealed(afterId, 0, 0, 0);
            try (var query = connection.prepareStatement(TO_RESEAL)) {
                query.setString(1, secrets.keyId());
                query.setBoolean(2, form.keysBound());
                query.setBytes(3, Sealed.boundPrefix());
                query.setBytes(4, Sealed.boundPrefix());
                query.setLong(5, afterId);
                query.setInt(6, limit);
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        var id = rows.getLong(1);
                        var sealed = new Sealed(rows.getString(2), rows.getBytes(3));
                        outcome = outcome.plus(id, reseal(connection, id, sealed, rows.getString(4), form));
                    }
                }
            }
            return outcome;
        });
    }

    private boolean reseal(
            Connection connection, long modelId, Sealed present, @Nullable String endpoint, SecurityForm form)
            throws SQLException {
        if (form.unboundKeysRefused() && !present.bound()) {
            return false;
        }
        Sealed replacement;
        try {
            replacement = seal(open(present, modelId, endpoint), modelId, endpoint, form);
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

    /**
     * Makes keys unreadable that are not bound to a server, unless some of them could not be sealed again. Must be called within
     * a write.
     */
    void endUnbound() {
        var unbound = (Boolean) entities.createNativeQuery(
                        "select exists (select from model where api_key_sealed is not null and "
                                + UNBOUND.replace("?", ":prefix") + ")",
                        Boolean.class)
                .setParameter("prefix", Sealed.boundPrefix())
                .getSingleResult();
        if (!unbound) {
            forms.complete();
        }
    }

    /**
     * The location of a model's key. The scheme, host, and port of the endpoint are the use of a key that is bound.
     *
     * @param bound whether the key is bound to the server in the endpoint; keys of release 0.2 are not
     */
    static SecretLocation location(long modelId, @Nullable String endpoint, boolean bound) {
        var location = new SecretLocation("model", modelId, "api_key");
        return bound ? location.boundTo(Objects.requireNonNullElse(HttpUrl.originOf(endpoint), "")) : location;
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

    private enum KeyState {
        ABSENT,
        UNREADABLE,
        PLACEHOLDER,
        USABLE
    }

    private record StoredKey(long modelId, @Nullable String endpoint, Snapshot.SealedKey key) {}
}
