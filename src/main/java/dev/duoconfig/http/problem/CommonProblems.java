package dev.duoconfig.http.problem;

import java.util.List;

/** Problems that need no particulars of the request. */
public final class CommonProblems {

    public static ApiException unauthorized() {
        return new ApiException(
                ProblemType.UNAUTHORIZED,
                "Send a valid token in the header Authorization: Bearer <token>, or PRIVATE-TOKEN: <token>. The one sent, if any,"
                        + " is none, or not signed by the configured issuer, expired, not yet valid, or for another audience.");
    }

    /** @param roles those that may; none when that is not known */
    public static ApiException forbidden(List<String> roles) {
        var needed = roles.isEmpty() ? "." : "; it needs the role " + String.join(" or ", roles) + ".";
        return new ApiException(
                ProblemType.FORBIDDEN, "The token is valid, but none of its roles may do this" + needed);
    }

    public static ApiException internalError() {
        return new ApiException(ProblemType.INTERNAL_ERROR, "The service's log tells more under this request_id.");
    }

    public static ApiException databaseUnavailable() {
        return new ApiException(
                ProblemType.UNAVAILABLE,
                "The database does not answer at the moment. Nothing is known to have changed; try again.");
    }

    public static ApiException issuerUnavailable() {
        return new ApiException(
                ProblemType.UNAVAILABLE,
                "The issuer of tokens does not answer at the moment, so that no token can be verified; try again.");
    }

    private CommonProblems() {}

    public static ApiException ofStatus(int status, String method) {
        var type = ProblemType.ofStatus(status);
        var detail =
                switch (type) {
                    case NOT_FOUND -> "There is nothing at this path. The contract is at /q/openapi.";
                    case METHOD_NOT_ALLOWED ->
                        "The path does not take " + method + "; the header Allow lists what it takes.";
                    case NOT_ACCEPTABLE ->
                        "The header Accept does not allow the media type in which this operation answers: application/json,"
                                + " or text/event-stream for events, application/yaml for the configuration,"
                                + " application/schema+json for its schema.";
                    case UNSUPPORTED_MEDIA_TYPE ->
                        "The body's Content-Type is missing or not one that this operation takes:"
                                + " application/json, or application/merge-patch+json where a single thing is patched, or"
                                + " application/yaml for the configuration.";
                    case BODY_TOO_LARGE -> "The body is larger than 1 MiB.";
                    default -> type.title() + ".";
                };
        return new ApiException(type, detail);
    }
}
