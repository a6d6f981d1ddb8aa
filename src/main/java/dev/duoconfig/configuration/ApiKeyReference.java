package dev.duoconfig.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.http.problem.ProblemErrors;
import org.jspecify.annotations.Nullable;

/** The place where the service finds an API key. Exactly one of the two is set. */
record ApiKeyReference(@Nullable String env, @Nullable String file) {

    static final String RULE = "An api_key is a string, null, {\"env\": \"NAME\"}, or {\"file\": \"/path\"}.";

    /** Returns the reference in an {@code api_key}; null, with an error added, if it is not a valid reference. */
    static @Nullable ApiKeyReference parse(JsonNode sent, ProblemErrors errors) {
        var env = sent.path("env");
        var file = sent.path("file");
        if (sent.size() != 1 || (env.isMissingNode() && file.isMissingNode())) {
            errors.add("/api_key", "wrong-type", RULE);
            return null;
        }
        var property = env.isMissingNode() ? "file" : "env";
        if (!sent.path(property).isTextual()) {
            errors.add("/api_key/" + property, "wrong-type", "The value must be a string.");
            return null;
        }
        return new ApiKeyReference(env.textValue(), file.textValue());
    }
}
