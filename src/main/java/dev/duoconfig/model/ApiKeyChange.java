package dev.duoconfig.model;

import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.secret.PastedSecret;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/**
 * The change of a stored API key that a request asks for.
 *
 * @param keep whether the request keeps the stored key
 * @param key the new key; null removes the stored key
 */
public record ApiKeyChange(boolean keep, @Nullable String key) {

    static ApiKeyChange of(JsonNullable<@Nullable String> sent, ProblemErrors errors) {
        if (!sent.isPresent()) {
            return new ApiKeyChange(true, null);
        }
        var key = sent.get();
        if (key == null || key.isEmpty()) {
            return new ApiKeyChange(false, null);
        }
        if (key.length() > ModelValues.MAX_API_KEY_LENGTH) {
            errors.add(
                    "/api_key",
                    "too-long",
                    "The api_key is too long; the AI gateway accepts at most " + ModelValues.MAX_API_KEY_LENGTH
                            + " characters.");
        }
        var excess = PastedSecret.excess("api_key", key);
        if (excess != null) {
            errors.add("/api_key", "invalid-characters", excess);
        } else if (!key.strip().equals(key)) {
            errors.add(
                    "/api_key",
                    "invalid-characters",
                    "The api_key must not begin or end with whitespace, such as the line break at the end of a file.");
        } else if (!key.chars().allMatch(character -> character > ' ' && character < 0x7f)) {
            errors.add(
                    "/api_key",
                    "invalid-characters",
                    "The api_key must contain only visible ASCII characters, because it is sent in an HTTP header.");
        }
        return new ApiKeyChange(false, key);
    }

    /** Whether it changes the model. A key counts as new: {@link ModelValues#withKeptKeyIfEqual} has compared it before. */
    boolean changes(ModelEntity entity) {
        return !keep && (key != null || entity.hasApiKey());
    }

    /** Omits the API key. */
    @Override
    public String toString() {
        return keep ? "ApiKeyChange[keep]" : "ApiKeyChange[new]";
    }
}
