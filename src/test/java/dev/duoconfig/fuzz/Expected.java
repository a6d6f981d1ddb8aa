package dev.duoconfig.fuzz;

import java.util.List;
import java.util.Set;

/**
 * What a request may be answered with, besides what the contract declares for it.
 *
 * @param statuses empty for all that are declared
 * @param refused whether anything but a refusal is wrong
 * @param noRequest whether the framework may refuse it, without a body, as no valid HTTP request
 * @param fault the place in the body that is at fault, as a JSON pointer; empty when that is not known
 */
record Expected(Set<Integer> statuses, boolean refused, boolean noRequest, List<String> fault) {

    static final Expected DECLARED = new Expected(Set.of(), false, false, List.of());
    static final Expected REFUSED = new Expected(Set.of(), true, false, List.of());
    static final Expected NO_REQUEST = new Expected(Set.of(), false, true, List.of());

    static Expected status(Integer... statuses) {
        return new Expected(Set.of(statuses), false, false, List.of());
    }

    /** The value at the pointer is what was made wrong, if it is wrong at all. */
    static Expected faultAt(String pointer) {
        return new Expected(Set.of(), false, false, List.of(pointer));
    }
}
