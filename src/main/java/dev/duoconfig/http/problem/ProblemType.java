package dev.duoconfig.http.problem;

import java.util.Locale;

/**
 * The catalogue of problems. The code of a type is its name in kebab case; its URI is
 * {@code urn:duo-config:problem:<code>}. Codes are part of the published contract.
 */
public enum ProblemType {
    MALFORMED_JSON(400, "The body is not well-formed JSON"),
    MALFORMED_YAML(400, "The body is not well-formed YAML"),
    BODY_MISSING(400, "The request body is missing"),
    UNKNOWN_PARAMETER(400, "The query has an unknown parameter"),
    INVALID_PARAMETER(400, "A query parameter is not valid"),
    BAD_REQUEST(400, "The request is malformed"),

    UNAUTHORIZED(401, "A valid token is required"),
    SIGN_IN_CODE_INVALID(401, "The sign-in code is not valid"),
    FORBIDDEN(403, "The token's role does not allow this"),
    SUBSCRIPTION_REQUIRED(403, "The subscription does not allow changes"),

    NOT_FOUND(404, "Not found"),
    MODEL_NOT_FOUND(404, "Model not found"),
    FEATURE_NOT_FOUND(404, "Feature not found"),
    REVISION_NOT_FOUND(404, "Revision not found"),
    GITLAB_INSTANCE_NOT_FOUND(404, "GitLab instance not found"),
    GITLAB_PLAN_NOT_FOUND(404, "No plan was made yet"),

    METHOD_NOT_ALLOWED(405, "The path does not support this method"),
    NOT_ACCEPTABLE(406, "No representation matches the Accept header"),

    CONFLICT(409, "The request conflicts with the current state"),
    NAME_TAKEN(409, "The name is already taken"),
    MODEL_IN_USE(409, "The model is in use"),
    FAMILY_IN_USE(409, "A feature that uses the model does not support the family"),
    FEATURE_NOT_READY(409, "No model is ready to serve the feature"),
    API_KEY_UNREADABLE(409, "The model's stored API key cannot be read"),
    GITLAB_TOKEN_UNREADABLE(409, "The GitLab instance's stored token cannot be read"),
    GITLAB_APPLY_IN_PROGRESS(409, "Another apply is running"),
    GITLAB_NO_APPLY(409, "No apply is running"),

    REVISION_GONE(410, "The revision is no longer kept"),
    PRECONDITION_FAILED(412, "A precondition of the request does not hold"),
    BODY_TOO_LARGE(413, "The body is too large"),
    URI_TOO_LONG(414, "The request line is too long"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body's media type is not supported"),
    VALIDATION_FAILED(422, "The request is not valid"),

    TOO_MANY_CHECKS(429, "Too many checks are running"),
    RATE_LIMITED(429, "The caller sends too many requests"),

    HEADERS_TOO_LARGE(431, "The headers are too large"),

    INTERNAL_ERROR(500, "Internal error"),
    GITLAB_FAILED(502, "The request to GitLab failed"),
    GITLAB_TIMEOUT(504, "GitLab did not respond in time"),
    GITLAB_UNREACHABLE(502, "GitLab cannot be reached"),
    GITLAB_REFUSED_TOKEN(502, "GitLab refused the token"),
    GITLAB_ERROR(502, "GitLab returned an error"),
    GITLAB_APPLY_INCOMPLETE(502, "Not all steps could be made in GitLab"),
    SUBSCRIPTION_SOURCE_FAILED(502, "The subscription source failed"),
    SUBSCRIPTION_SOURCE_TIMEOUT(504, "The subscription source did not respond in time"),
    UNAVAILABLE(503, "The service is temporarily unavailable");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status that goes with the problem. */
    public int status() {
        return status;
    }

    /** A short sentence, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** The stable slug that clients compare. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the same request may succeed a little later. */
    boolean isTransient() {
        return status == 429 || this == UNAVAILABLE;
    }

    static ProblemType ofStatus(int status) {
        return switch (status) {
            case 400 -> BAD_REQUEST;
            case 401 -> UNAUTHORIZED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 409 -> CONFLICT;
            case 412 -> PRECONDITION_FAILED;
            case 413 -> BODY_TOO_LARGE;
            case 414 -> URI_TOO_LONG;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 422 -> VALIDATION_FAILED;
            case 429 -> RATE_LIMITED;
            case 431 -> HEADERS_TOO_LARGE;
            case 503 -> UNAVAILABLE;
            default -> status < 500 ? BAD_REQUEST : INTERNAL_ERROR;
        };
    }
}
