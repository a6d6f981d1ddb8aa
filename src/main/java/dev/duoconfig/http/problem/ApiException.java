package dev.duoconfig.http.problem;

import java.util.List;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * The one way to end a request with an error. It is a value, not a fault of the service: it carries no stack trace and no
 * cause, and its texts are written for the caller.
 */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** In seconds. What passes is over by then as a rule. */
    private static final long SOON = 2;

    private final ProblemType type;
    private final String detail;
    private final transient List<ProblemError> errors;
    private final int found;
    private final transient @Nullable List<String> usedBy;
    private final @Nullable String featureStatus;
    private final @Nullable String reason;
    private final long retryAfterSeconds;

    private ApiException(
            ProblemType type,
            String detail,
            List<ProblemError> errors,
            @Nullable List<String> usedBy,
            @Nullable String featureStatus,
            @Nullable String reason,
            long retryAfterSeconds) {
        this(type, detail, errors, errors.size(), usedBy, featureStatus, reason, retryAfterSeconds);
    }

    private ApiException(
            ProblemType type,
            String detail,
            List<ProblemError> errors,
            int found,
            @Nullable List<String> usedBy,
            @Nullable String featureStatus,
            @Nullable String reason,
            long retryAfterSeconds) {
        super(type.code() + ": " + detail, null, false, false);
        this.type = type;
        this.detail = detail;
        this.errors = List.copyOf(errors);
        this.found = found;
        this.usedBy = usedBy;
        this.featureStatus = featureStatus;
        this.reason = reason;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public ApiException(ProblemType type, String detail) {
        this(type, detail, List.of(), null, null, null, SOON);
    }

    public ApiException(ProblemType type, String detail, List<ProblemError> errors) {
        this(type, detail, errors, null, null, null, SOON);
    }

    /** A 422 with everything that is wrong; {@code errors} is not empty. */
    public static ApiException invalid(List<ProblemError> errors) {
        return invalid(errors, errors.size());
    }

    /**
     * A 422 with the first of the things that are wrong.
     *
     * @param all how many there are
     */
    static ApiException invalid(List<ProblemError> errors, int all) {
        var told = all > errors.size()
                ? ", of which the first " + errors.size() + " are listed; the first: "
                : ", the first: ";
        var first = errors.get(0).detail();
        var detail = all == 1 ? first : all + " things are wrong" + told + first;
        return new ApiException(ProblemType.VALIDATION_FAILED, detail, errors, all, null, null, null, SOON);
    }

    /** The same with other words for each of the errors of a 422. */
    public ApiException reworded(UnaryOperator<ProblemError> words) {
        return errors.isEmpty() ? this : invalid(errors.stream().map(words).toList(), found);
    }

    /** A conflict with features that use the model. */
    public static ApiException usedBy(ProblemType type, String detail, List<String> features) {
        return new ApiException(type, detail, List.of(), List.copyOf(features), null, null, SOON);
    }

    /** A feature without a model to answer with. */
    public static ApiException featureNotReady(String detail, String status, String reason) {
        return new ApiException(ProblemType.FEATURE_NOT_READY, detail, List.of(), null, status, reason, SOON);
    }

    /** A refusal that is over after a known time. */
    public static ApiException retryAfter(ProblemType type, String detail, long seconds) {
        return new ApiException(type, detail, List.of(), null, null, null, seconds);
    }

    /** Whether nothing is wrong with the request: the same one may well succeed a little later. */
    public boolean isTransient() {
        return type.isTransient();
    }

    public ProblemType type() {
        return type;
    }

    String detail() {
        return detail;
    }

    List<ProblemError> errors() {
        return errors;
    }

    @Nullable
    List<String> usedBy() {
        return usedBy;
    }

    @Nullable
    String featureStatus() {
        return featureStatus;
    }

    @Nullable
    String reason() {
        return reason;
    }

    /** When to try again, for a type that passes. */
    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
