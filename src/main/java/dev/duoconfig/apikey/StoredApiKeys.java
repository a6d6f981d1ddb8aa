package dev.duoconfig.apikey;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.resolve.SealedKey;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.secret.PastedSecret;
import dev.duoconfig.secret.Sealed;
import dev.duoconfig.secret.SecretBox;
import dev.duoconfig.secret.SecretLocation;
import dev.duoconfig.secret.SecurityForm;
import dev.duoconfig.secret.UnreadableSecretException;
import dev.duoconfig.store.SealedKeyMapping;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * The stored API keys of models: sealed for the model and the server that they were entered for, decrypted for the only response
 * that may contain them, and sealed again when a write moves them. This is the only place that knows which key opens for which
 * server.
 */
@ApplicationScoped
public class StoredApiKeys {

    /** Above the limit on models, so that lists of models decrypt each key only once. */
    private static final long MAX_REMEMBERED = 20_000;

    private final Cache<StoredKey, KeyState> states =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    private final SecretBox secrets;

    StoredApiKeys(SecretBox secrets) {
        this.secrets = secrets;
    }

    /** The key in plain text, or null if the model has none. A key that cannot be decrypted ends the request with a 409. */
    public @Nullable String open(Snapshot.Model model) {
        var key = model.apiKey();
        return key == null ? null : opener(model, key).get();
    }

    /** Prepares to open a model's key often. Each call of the result opens it, or ends the request with a 409. */
    public Supplier<String> opener(Snapshot.Model model, SealedKey key) {
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

    /**
     * Opens a key for the server of its model.
     *
     * @throws UnreadableSecretException if the key was not entered for that server
     */
    String open(Sealed sealed, long modelId, @Nullable String endpoint) {
        return secrets.open(sealed, location(modelId, endpoint, sealed.bound()));
    }

    private boolean opens(Sealed sealed, long modelId, @Nullable String endpoint) {
        return secrets.opens(sealed, location(modelId, endpoint, sealed.bound()));
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
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

    private enum KeyState {
        ABSENT,
        UNREADABLE,
        PLACEHOLDER,
        USABLE
    }

    private record StoredKey(long modelId, @Nullable String endpoint, SealedKey key) {}
}
