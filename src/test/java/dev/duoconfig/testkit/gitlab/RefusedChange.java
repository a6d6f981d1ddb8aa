package dev.duoconfig.testkit.gitlab;

import java.util.List;

/** A change that GitLab does not make. */
final class RefusedChange extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> errors;
    private final boolean unknownObject;

    private RefusedChange(List<String> errors, boolean unknownObject) {
        super(String.join(", ", errors));
        this.errors = errors;
        this.unknownObject = unknownObject;
    }

    /** Values that break a rule: the result of the mutation lists the errors. */
    static RefusedChange invalid(List<String> errors) {
        return new RefusedChange(errors, false);
    }

    static RefusedChange invalid(String error) {
        return invalid(List.of(error));
    }

    /** An object that does not exist, or that the caller may not change: an error of the whole request. */
    static RefusedChange unknownObject() {
        return new RefusedChange(
                List.of("The resource that you are attempting to access does not exist or you don't have permission to"
                        + " perform this action"),
                true);
    }

    List<String> errors() {
        return errors;
    }

    boolean isUnknownObject() {
        return unknownObject;
    }
}
