package dev.duoconfig.instance;

import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.outbound.OutboundRequest;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.outbound.address.HttpUrlException;
import dev.duoconfig.secret.PastedSecret;
import org.jspecify.annotations.Nullable;

/** The base URL of a running GitLab, and a token for its API. */
public record GitLabConnection(HttpUrl url, String token) {

    private static final int MAX_TOKEN_LENGTH = 2000;

    /** The URL at {@code /url}; null if it is invalid, with what is wrong added to the errors. */
    public static @Nullable HttpUrl url(@Nullable String text, ProblemErrors errors) {
        if (text == null || text.isBlank()) {
            errors.add("/url", "required", "The URL of the GitLab is required.");
            return null;
        }
        try {
            return HttpUrl.parseBase(text);
        } catch (HttpUrlException e) {
            errors.add("/url", e.kind() == HttpUrlException.Kind.FORBIDDEN ? "url-forbidden" : "url-invalid", e.rule());
            return null;
        }
    }

    /** The token at {@code /token}; what is wrong with it is added to the errors. */
    public static String token(@Nullable String token, ProblemErrors errors) {
        if (token == null || token.isBlank()) {
            errors.add("/token", "required", "The access token of an administrator is required.");
            return "";
        }
        var excess = PastedSecret.excess("token", token);
        if (excess != null) {
            errors.add("/token", "invalid-characters", excess);
        } else if (PastedSecret.isPlaceholder(token)) {
            errors.add(
                    "/token",
                    "invalid-characters",
                    "The token looks like a placeholder, a masked token, or a reference that is never resolved. Send the token itself.");
        } else if (token.length() > MAX_TOKEN_LENGTH || !OutboundRequest.isHeaderValue(token)) {
            errors.add(
                    "/token",
                    "invalid-characters",
                    "The token is sent in an HTTP header, so it may contain only visible ASCII characters, at most "
                            + MAX_TOKEN_LENGTH + ".");
        }
        return token;
    }

    /** Omits the token. */
    @Override
    public String toString() {
        return "GitLabConnection[" + url + "]";
    }
}
