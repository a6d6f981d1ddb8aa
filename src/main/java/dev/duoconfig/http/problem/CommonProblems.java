package dev.duoconfig.http.problem;

import java.util.List;

/** Problems that depend on no operation in particular. */
public final class CommonProblems {

    private CommonProblems() {}

    public static ApiException unauthorized() {
        return new ApiException(
                ProblemType.UNAUTHORIZED,
                "The token is missing, malformed, expired, not yet valid, for another audience, or not signed by the configured"
                        + " issuer. Send a valid token in the header Authorization: Bearer <token> or PRIVATE-TOKEN: <token>.");
    }

    /**
     * The problem of a caller whose roles do not suffice.
     *
     * @param roles the roles that can call the operation; empty when they are not known
     */
    public static ApiException forbidden(List<String> roles) {
        var required = roles.isEmpty() ? "" : " The operation requires the role " + String.join(" or ", roles) + ".";
        return new ApiException(
                ProblemType.FORBIDDEN, "The token is valid, but its roles do not allow this operation." + required);
    }

    /** The problem of a write whose caller may only try it out. */
    public static ApiException dryRunRequired() {
        return new ApiException(
                ProblemType.FORBIDDEN,
                "The token is valid, but its role planner allows this operation only with dry_run=true, which changes nothing. Without"
                        + " it, the operation requires the role admin.");
    }

    public static ApiException internalError() {
        return new ApiException(
                ProblemType.INTERNAL_ERROR,
                "An unexpected error occurred. The log of the service has the details under this request_id.");
    }

    /** The problem of a request that needs the database, with what to do about the fault. */
    public static ApiException databaseUnavailable(DatabaseFault fault) {
        return new ApiException(ProblemType.UNAVAILABLE, fault.detail());
    }

    public static ApiException issuerUnavailable() {
        return new ApiException(
                ProblemType.UNAVAILABLE,
                "The token issuer does not respond at the moment, so the token cannot be verified. Try again.");
    }

    /** The problem for a status that the framework chose, or that a filter refuses a request with. */
    public static ApiException ofStatus(int status, String method) {
        var type = ProblemType.ofStatus(status);
        var detail =
                switch (status) {
                    case 404 -> "The path does not exist. The contract at /q/openapi lists all paths.";
                    case 405 ->
                        "The path does not support " + method
                                + ". The header Allow lists the methods that it supports.";
                    case 406 ->
                        "The header Accept does not allow the media type of the response. Operations respond with"
                                + " application/json; events with text/event-stream, the configuration also with"
                                + " application/yaml, its schema with application/schema+json.";
                    case 413 -> "The body is larger than 1 MiB.";
                    case 415 ->
                        "The Content-Type of the body is missing or not supported by this operation. Send application/json;"
                                + " patches of a single resource also take application/merge-patch+json, the configuration"
                                + " also application/yaml.";
                    default -> type.title() + ".";
                };
        return new ApiException(type, detail);
    }
}
