package dev.duoconfig.fuzz;

import java.util.function.Function;

import dev.duoconfig.contract.Operation;

/**
 * One way to try an operation.
 *
 * @param description what it tries, in a few words
 */
record Attack(Operation operation, String description, Function<RandomSource, FuzzCase> factory) {

    /** Made anew each time, for the configuration has moved on. */
    FuzzCase newCase(RandomSource random) {
        return factory.apply(random);
    }

    @Override
    public String toString() {
        return operation + ", " + description;
    }
}
