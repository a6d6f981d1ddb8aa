package dev.duoconfig.fuzz;

import java.util.List;
import java.util.Random;

/** Random choices that a seed makes repeatable. */
final class RandomSource {

    private final Random random;

    RandomSource(long seed) {
        this.random = new Random(seed);
    }

    /** True with a probability of one in {@code times}. */
    boolean onceIn(int times) {
        return random.nextInt(times) == 0;
    }

    /** A number from 0, inclusive, to the limit, exclusive. */
    int below(int limit) {
        return random.nextInt(limit);
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** A string of lowercase letters. */
    String letters(int count) {
        var letters = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            letters.append((char) ('a' + random.nextInt(26)));
        }
        return letters.toString();
    }

    Random random() {
        return random;
    }
}
