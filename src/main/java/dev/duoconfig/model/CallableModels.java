package dev.duoconfig.model;

import dev.duoconfig.apikey.StoredApiKeys;
import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.resolve.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Provides models with their decrypted keys, for calls to their servers. Must be used within a read of {@link
 * dev.duoconfig.store.ConfigurationReader}.
 */
@ApplicationScoped
public class CallableModels {

    private final StoredApiKeys apiKeys;

    CallableModels(StoredApiKeys apiKeys) {
        this.apiKeys = apiKeys;
    }

    /**
     * The stored model; a 404 if there is none.
     *
     * @param id the id as given in the path
     */
    public CallableModel stored(String id, Snapshot snapshot) {
        var model = snapshot.models().get(Models.id(id));
        if (model == null) {
            throw Models.notFound(id);
        }
        return new CallableModel(model, apiKeys.open(model));
    }

    /** The drafted model; a 422 if it is invalid. Its name may be missing or taken. */
    public CallableModel drafted(ModelDraft draft, Snapshot snapshot) {
        var stored = origin(draft.id(), snapshot);
        var values = ModelValues.of(draft.request(), stored, snapshot);
        var key = values.apiKey().keep()
                ? storedKey(stored, values.deployment().endpoint())
                : values.apiKey().key();
        var model = new Snapshot.Model(stored == null ? 0 : stored.id(), values.deployment(), null);
        return new CallableModel(model, key);
    }

    private static Snapshot.@Nullable Model origin(@Nullable Long id, Snapshot snapshot) {
        var stored = id == null ? null : snapshot.models().get(id);
        if (id != null && stored == null) {
            var errors = new ProblemErrors();
            errors.add("/id", "model-not-found", "There is no model with the id " + id + ".");
            errors.throwIfAny();
        }
        return stored;
    }

    /** Sends the key only to the server that it was stored for: otherwise a draft could reveal it to any server. */
    private @Nullable String storedKey(Snapshot.@Nullable Model stored, @Nullable String endpoint) {
        if (stored == null || !stored.hasApiKey()) {
            return null;
        }
        if (!HttpUrl.haveSameOrigin(stored.endpoint(), endpoint)) {
            var errors = new ProblemErrors();
            errors.add(
                    "/endpoint",
                    "api-key-required",
                    "The stored API key is sent only to the scheme, host, and port that it was stored for. Send api_key"
                            + " with the draft, or set it to null to use no key.");
            errors.throwIfAny();
        }
        return apiKeys.open(stored);
    }
}
