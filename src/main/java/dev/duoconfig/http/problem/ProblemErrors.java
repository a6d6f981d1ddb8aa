package dev.duoconfig.http.problem;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Collects all errors of a request, to report them in one response. */
public final class ProblemErrors {

    /** A large body can have very many errors, and more than these do not help. */
    private static final int MAX_ERRORS = 100;

    private final List<ProblemError> errors;
    private final Set<String> pointers;
    private final AtomicInteger count;
    private final int maxErrors;
    private final String prefix;

    /** Keeps the first {@value #MAX_ERRORS} errors. */
    public ProblemErrors() {
        this(new ArrayList<>(), new HashSet<>(), new AtomicInteger(), MAX_ERRORS, "");
    }

    private ProblemErrors(
            List<ProblemError> errors, Set<String> pointers, AtomicInteger count, int maxErrors, String prefix) {
        this.errors = errors;
        this.pointers = pointers;
        this.count = count;
        this.maxErrors = maxErrors;
        this.prefix = prefix;
    }

    /** Keeps all errors, for callers that need each of them. */
    public static ProblemErrors unlimited() {
        return new ProblemErrors(new ArrayList<>(), new HashSet<>(), new AtomicInteger(), Integer.MAX_VALUE, "");
    }

    /**
     * The same errors, to add those of a part of the body.
     *
     * @param part the pointer of the part, such as {@code /models/3}; it precedes the pointers that are added
     */
    public ProblemErrors at(String part) {
        return new ProblemErrors(errors, pointers, count, maxErrors, prefix + part);
    }

    public void add(String pointer, String code, String detail) {
        pointers.add(prefix + pointer);
        if (count.getAndIncrement() < maxErrors) {
            errors.add(new ProblemError(prefix + pointer, code, detail));
        }
    }

    /** Adds the errors of a 422. */
    public void addAll(ApiException refused) {
        refused.errors().forEach(error -> add(error.pointer(), error.code(), error.detail()));
        count.addAndGet(refused.errorCount() - refused.errors().size());
    }

    /** Whether the property has no error so far. */
    public boolean clean(String pointer) {
        return !pointers.contains(prefix + pointer);
    }

    /** The errors that were kept, in the order in which they were added. */
    public List<ProblemError> all() {
        return List.copyOf(errors);
    }

    /** Ends the request with a 422 if there are any errors. */
    public void throwIfAny() {
        if (!errors.isEmpty()) {
            throw ApiException.invalid(errors, count.get());
        }
    }
}
