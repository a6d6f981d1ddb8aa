package dev.duoconfig.http.problem;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Collects everything that is wrong with a request, so that the caller hears it at once. */
public final class ProblemErrors {

    /** More help nobody, and a large body can have very many. */
    private static final int MAX_ERRORS = 100;

    private final List<ProblemError> errors;
    private final Set<String> pointers;
    private final AtomicInteger found;
    private final int most;
    private final String place;

    /** Keeps the first {@value #MAX_ERRORS}. */
    public ProblemErrors() {
        this(new ArrayList<>(), new HashSet<>(), new AtomicInteger(), MAX_ERRORS, "");
    }

    private ProblemErrors(
            List<ProblemError> errors, Set<String> pointers, AtomicInteger found, int most, String place) {
        this.errors = errors;
        this.pointers = pointers;
        this.found = found;
        this.most = most;
        this.place = place;
    }

    /** Keeps all: for remarks of which each is needed. */
    public static ProblemErrors unlimited() {
        return new ProblemErrors(new ArrayList<>(), new HashSet<>(), new AtomicInteger(), Integer.MAX_VALUE, "");
    }

    /**
     * The same errors, for what is wrong with a part of the body.
     *
     * @param part the part's pointer, such as {@code /models/3}, before those that are added
     */
    public ProblemErrors at(String part) {
        return new ProblemErrors(errors, pointers, found, most, place + part);
    }

    public void add(String pointer, String code, String detail) {
        pointers.add(place + pointer);
        if (found.getAndIncrement() < most) {
            errors.add(new ProblemError(place + pointer, code, detail));
        }
    }

    /** Whether nothing is wrong with the property so far. */
    public boolean clean(String pointer) {
        return !pointers.contains(place + pointer);
    }

    /** Those that were kept, in the order in which they were found. */
    public List<ProblemError> all() {
        return List.copyOf(errors);
    }

    /** Ends the request with a 422 if anything was wrong. */
    public void throwIfAny() {
        if (!errors.isEmpty()) {
            throw ApiException.invalid(errors, found.get());
        }
    }
}
