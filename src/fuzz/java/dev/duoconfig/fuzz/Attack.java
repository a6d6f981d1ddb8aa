package dev.duoconfig.fuzz;

import java.util.function.Function;

import dev.duoconfig.contract.Operation;

/**
 * One mutation of the requests for an operation.
 *
 * @param description the mutation in a few words
 * @param factory makes a request with the mutation
 */
record Attack(Operation operation, String description, Function<RandomSource, FuzzCase> factory) {

    /** A new request each time, because the configuration changes between requests. */
    FuzzCase newCase(RandomSource random) {
        return factory.apply(random);
    }

    @Override
    public String toString() {
        return operation + ", " + description;
    }
}
