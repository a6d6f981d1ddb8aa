package dev.duoconfig.fuzz;

import java.util.function.Function;

import dev.duoconfig.contract.Operation;

/**
 * One way to try an operation.
 *
 * @param idea what it tries, in a few words
 */
record Attack(Operation operation, String idea, Function<RandomSource, FuzzCase> making) {

    /** Made anew each time, for the configuration has moved on. */
    FuzzCase shot(RandomSource random) {
        return making.apply(random);
    }

    @Override
    public String toString() {
        return operation + ", " + idea;
    }
}
