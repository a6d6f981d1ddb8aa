package dev.duoconfig.fuzz;

import java.util.List;
import java.util.Set;

/**
 * The response that a request deserves. The contract must declare it in any case.
 *
 * @param statuses the allowed statuses; empty for all that the contract declares
 * @param refused whether the service must refuse the request
 * @param invalidHttp whether the framework may reject the request as invalid HTTP, without a body
 * @param fault the JSON pointer to the mutated field; empty if it is not known
 */
record ExpectedResponse(Set<Integer> statuses, boolean refused, boolean invalidHttp, List<String> fault) {

    static final ExpectedResponse DECLARED = new ExpectedResponse(Set.of(), false, false, List.of());
    static final ExpectedResponse REFUSED = new ExpectedResponse(Set.of(), true, false, List.of());
    static final ExpectedResponse INVALID_HTTP = new ExpectedResponse(Set.of(), false, true, List.of());

    static ExpectedResponse status(Integer... statuses) {
        return new ExpectedResponse(Set.of(statuses), false, false, List.of());
    }

    /** Expects errors that name the field at the pointer, if its mutation is invalid at all. */
    static ExpectedResponse faultAt(String pointer) {
        return new ExpectedResponse(Set.of(), false, false, List.of(pointer));
    }
}
