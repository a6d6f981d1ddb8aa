package dev.duoconfig.http.problem;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Ends a request with a problem; there is no other way to do so. It is a value, not a failure of the service: it has no
 * stack trace and no cause, and its texts are written for the caller.
 */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final String detail;
    private final transient List<ProblemError> errors;
    private final int errorCount;
    private final transient ProblemExtras extras;

    private ApiException(
            ProblemType type, String detail, List<ProblemError> errors, int errorCount, ProblemExtras extras) {
        super(type.code() + ": " + detail, null, false, false);
        this.type = type;
        this.detail = detail;
        this.errors = List.copyOf(errors);
        this.errorCount = errorCount;
        this.extras = extras;
    }

    private ApiException(ProblemType type, String detail, ProblemExtras extras) {
        this(type, detail, List.of(), 0, extras);
    }

    public ApiException(ProblemType type, String detail) {
        this(type, detail, ProblemExtras.NONE);
    }

    public ApiException(ProblemType type, String detail, List<ProblemError> errors) {
        this(type, detail, errors, errors.size(), ProblemExtras.NONE);
    }

    /** A 422 with all errors; {@code errors} is not empty. */
    public static ApiException invalid(List<ProblemError> errors) {
        return invalid(errors, errors.size());
    }

    /**
     * A 422 with the first of the errors.
     *
     * @param errorCount the number of all errors, listed or not
     */
    static ApiException invalid(List<ProblemError> errors, int errorCount) {
        var listed = errorCount > errors.size() ? ", of which the first " + errors.size() + " are listed" : "";
        var first = errors.get(0).detail();
        var detail = errorCount == 1
                ? first
                : "The request has " + errorCount + " errors" + listed + ". The first error: " + first;
        return new ApiException(ProblemType.VALIDATION_FAILED, detail, errors, errorCount, ProblemExtras.NONE);
    }

    /** A conflict with features that use the model. */
    public static ApiException usedBy(ProblemType type, String detail, List<String> features) {
        return new ApiException(type, detail, ProblemExtras.usedBy(features));
    }

    /** A feature that no model can serve. */
    public static ApiException featureNotReady(String detail, String status, String reason) {
        return new ApiException(ProblemType.FEATURE_NOT_READY, detail, ProblemExtras.feature(status, reason));
    }

    /**
     * An apply of which not all steps could be made.
     *
     * @param steps all steps with their outcomes, in the form in which a plan contains them
     */
    public static ApiException applyIncomplete(String detail, List<?> steps) {
        return new ApiException(ProblemType.GITLAB_APPLY_INCOMPLETE, detail, ProblemExtras.steps(steps));
    }

    /** A refusal that ends after a known time. */
    public static ApiException retryAfter(ProblemType type, String detail, long seconds) {
        return new ApiException(type, detail, ProblemExtras.retryAfter(seconds));
    }

    /** The same 422 with each error reworded. A problem without errors stays as it is. */
    public ApiException reworded(UnaryOperator<ProblemError> words) {
        return errors.isEmpty() ? this : invalid(errors.stream().map(words).toList(), errorCount);
    }

    /** The same refusal as an error of one property of a body. */
    public ProblemError at(String pointer) {
        return new ProblemError(pointer, type.code(), detail);
    }

    /** The same problem with a pointer to the property that is at fault. */
    public ApiException pointing(String pointer) {
        return new ApiException(type, detail, List.of(at(pointer)), 1, extras);
    }

    /** Whether the request itself is fine: the same request may succeed a little later. */
    public boolean isTransient() {
        return type.isTransient();
    }

    public ProblemType type() {
        return type;
    }

    /** The value of {@code Retry-After} of a transient problem. */
    public long retryAfterSeconds() {
        return extras.retryAfterSeconds();
    }

    String detail() {
        return detail;
    }

    int errorCount() {
        return errorCount;
    }

    List<ProblemError> errors() {
        return errors;
    }

    ProblemExtras extras() {
        return extras;
    }
}
