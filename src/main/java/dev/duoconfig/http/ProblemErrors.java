package dev.duoconfig.http;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with a request, so that the caller hears it at once. */
public final class ProblemErrors {

    private final List<ProblemError> errors;
    private final String place;

    public ProblemErrors() {
        this(new ArrayList<>(), "");
    }

    private ProblemErrors(List<ProblemError> errors, String place) {
        this.errors = errors;
        this.place = place;
    }

    /**
     * The same errors, for what is wrong with a part of the body.
     *
     * @param part the part's pointer, such as {@code /models/3}, before those that are added
     */
    public ProblemErrors at(String part) {
        return new ProblemErrors(errors, place + part);
    }

    public void add(String pointer, String code, String detail) {
        errors.add(new ProblemError(place + pointer, code, detail));
    }

    /** Whether nothing is wrong with the property so far. */
    public boolean clean(String pointer) {
        return errors.stream().noneMatch(error -> error.pointer().equals(place + pointer));
    }

    /** All of them, in the order in which they were found. */
    public List<ProblemError> all() {
        return List.copyOf(errors);
    }

    /** Ends the request with a 422 if anything was wrong. */
    public void throwIfAny() {
        if (!errors.isEmpty()) {
            throw ApiException.invalid(errors);
        }
    }
}
