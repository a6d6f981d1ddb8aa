package dev.duoconfig.fuzz;

import java.util.List;
import java.util.Set;

/**
 * What a request may be answered with, besides what the contract declares for it.
 *
 * @param statuses empty for all that are declared
 * @param refused whether anything but a refusal is wrong
 * @param invalidHttp whether the framework may refuse it, without a body, as no valid HTTP request
 * @param fault the place in the body that is at fault, as a JSON pointer; empty when that is not known
 */
record ExpectedResponse(Set<Integer> statuses, boolean refused, boolean invalidHttp, List<String> fault) {

    static final ExpectedResponse DECLARED = new ExpectedResponse(Set.of(), false, false, List.of());
    static final ExpectedResponse REFUSED = new ExpectedResponse(Set.of(), true, false, List.of());
    static final ExpectedResponse INVALID_HTTP = new ExpectedResponse(Set.of(), false, true, List.of());

    static ExpectedResponse status(Integer... statuses) {
        return new ExpectedResponse(Set.of(statuses), false, false, List.of());
    }

    /** The value at the pointer is what was made wrong, if it is wrong at all. */
    static ExpectedResponse faultAt(String pointer) {
        return new ExpectedResponse(Set.of(), false, false, List.of(pointer));
    }
}
