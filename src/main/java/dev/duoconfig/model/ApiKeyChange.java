package dev.duoconfig.model;

import dev.duoconfig.http.problem.ProblemErrors;
import org.jspecify.annotations.Nullable;
import org.openapitools.jackson.nullable.JsonNullable;

/**
 * What a request does to the stored API key.
 *
 * @param keep whether the request leaves the key as it is
 * @param key the new key; null clears the stored one
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
                    "The api_key is too long; the AI gateway takes at most " + ModelValues.MAX_API_KEY_LENGTH
                            + " characters.");
        }
        if (!key.strip().equals(key)) {
            errors.add(
                    "/api_key",
                    "invalid-characters",
                    "The api_key begins or ends with white space, such as the line break at the end of a file.");
        } else if (!key.chars().allMatch(character -> character > ' ' && character < 0x7f)) {
            errors.add(
                    "/api_key",
                    "invalid-characters",
                    "The api_key is sent in an HTTP header, so it may contain visible ASCII characters only.");
        }
        return new ApiKeyChange(false, key);
    }

    /** Whether it makes a difference; a key that is sent counts as new, for what is stored cannot be compared with. */
    boolean changes(ModelEntity entity) {
        return !keep && (key != null || entity.hasApiKey());
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return keep ? "ApiKeyChange[keep]" : "ApiKeyChange[new]";
    }
}
