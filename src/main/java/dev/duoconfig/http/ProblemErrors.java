package dev.duoconfig.http;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with a request, so that the caller hears it at once. */
public final class ProblemErrors {

    private final List<ProblemError> errors = new ArrayList<>();

    public void add(String pointer, String code, String detail) {
        errors.add(new ProblemError(pointer, code, detail));
    }

    /** Whether nothing is wrong with the property so far. */
    public boolean clean(String pointer) {
        return errors.stream().noneMatch(error -> error.pointer().equals(pointer));
    }

    /** Ends the request with a 422 if anything was wrong. */
    public void throwIfAny() {
        if (!errors.isEmpty()) {
            throw ApiException.invalid(errors);
        }
    }
}
