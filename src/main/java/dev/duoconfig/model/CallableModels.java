package dev.duoconfig.model;

import dev.duoconfig.apikey.StoredApiKeys;
import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.resolve.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Hands out models together with their keys, to those who call them. To be used within a read of {@link
 * dev.duoconfig.store.ConfigurationReader}.
 */
@ApplicationScoped
public class CallableModels {

    private final StoredApiKeys apiKeys;

    CallableModels(StoredApiKeys apiKeys) {
        this.apiKeys = apiKeys;
    }

    /**
     * The stored model, or the end of the request with a 404.
     *
     * @param id as it stands in the path
     */
    public CallableModel stored(String id, Snapshot snapshot) {
        var model = snapshot.models().get(Models.id(id));
        if (model == null) {
            throw Models.notFound(id);
        }
        return new CallableModel(model, apiKeys.open(model));
    }

    /** The draft if it could be stored, whatever its name, or the end of the request with a 422. */
    public CallableModel drafted(ModelDraft draft, Snapshot snapshot) {
        var stored = origin(draft.id(), snapshot);
        var values = ModelValues.of(draft.request(), stored == null ? null : stored.family(), snapshot);
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

    /** A write-only key could be read by having it sent to a server of one's own. */
    private @Nullable String storedKey(Snapshot.@Nullable Model stored, @Nullable String endpoint) {
        if (stored == null || !stored.hasApiKey()) {
            return null;
        }
        if (!HttpUrl.haveSameOrigin(stored.endpoint(), endpoint)) {
            var errors = new ProblemErrors();
            errors.add(
                    "/endpoint",
                    "api-key-required",
                    "The stored API key is sent to the scheme, host and port it was stored for only: send api_key with"
                            + " the draft, or null for none.");
            errors.throwIfAny();
        }
        return apiKeys.open(stored);
    }
}
