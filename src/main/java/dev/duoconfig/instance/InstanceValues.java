package dev.duoconfig.instance;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.http.problem.TextRules;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.outbound.address.HttpUrlException;
import org.jspecify.annotations.Nullable;

/**
 * The values of a GitLab instance, validated by all rules that do not depend on other ones.
 *
 * @param token null keeps the stored token
 */
record InstanceValues(
        String name,
        String url,
        Follow follow,
        DeleteModels deleteModels,
        @Nullable String token) {

    private static final int MAX_NAME_LENGTH = 255;

    /**
     * Validates all values and adds what is wrong to the errors. The result is valid only if no errors were added.
     *
     * @param present the stored GitLab instance, whose name stays valid; null for a new one
     */
    static InstanceValues of(GitLabInstanceRequest request, @Nullable InstanceEntity present, ProblemErrors errors) {
        var name =
                TextRules.name("/name", request.name(), present == null ? null : present.name, MAX_NAME_LENGTH, errors);
        var url = GitLabConnection.url(request.url(), errors);
        var keeps = present != null && !request.token().isPresent();
        var token = keeps ? null : GitLabConnection.token(request.token().orElse(null), errors);
        var values = new InstanceValues(
                name,
                url == null ? "" : url.value(),
                choice("follow", request.follow(), Follow.values(), Follow.OFF, errors),
                choice("delete_models", request.deleteModels(), DeleteModels.values(), DeleteModels.OWN, errors),
                token);
        if (present != null && keeps && url != null && !values.hasUrl(present.url)) {
            errors.add(
                    "/token",
                    "token-required",
                    "The stored token was given for another URL and is not sent to this one. Send a token for the new URL"
                            + " in the same request.");
        }
        return values;
    }

    /** Whether a URL leads to the same GitLab, whatever its spelling. */
    boolean hasUrl(String other) {
        return target(url).equals(target(other));
    }

    /** Whether a stored GitLab instance has these values, apart from the token. */
    boolean same(InstanceEntity entity) {
        return name.equals(entity.name)
                && url.equals(entity.url)
                && follow.id().equals(entity.follow)
                && deleteModels.id().equals(entity.deleteModels);
    }

    /** The same values, but keeping the stored token. */
    InstanceValues withKeptToken() {
        return new InstanceValues(name, url, follow, deleteModels, null);
    }

    /** The server and the path; the text itself if it is not a valid URL. */
    private static String target(String text) {
        try {
            var base = HttpUrl.parseBase(text);
            return base.origin() + base.requestTarget();
        } catch (HttpUrlException e) {
            return text;
        }
    }

    private static <E extends Enum<E>> E choice(
            String property, @Nullable String text, E[] values, E absent, ProblemErrors errors) {
        if (text == null) {
            return absent;
        }
        return Arrays.stream(values)
                .filter(value -> id(value).equals(text))
                .findFirst()
                .orElseGet(() -> {
                    errors.add(
                            "/" + property,
                            "out-of-range",
                            "The " + property + " must be one of "
                                    + Arrays.stream(values)
                                            .map(InstanceValues::id)
                                            .collect(Collectors.joining(", "))
                                    + ".");
                    return absent;
                });
    }

    private static String id(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Omits the token. */
    @Override
    public String toString() {
        return "InstanceValues[" + name + "]";
    }
}
