package dev.duoconfig.fuzz;

import java.util.List;
import java.util.Random;

/** Chance that can be repeated. */
final class RandomSource {

    private final Random random;

    RandomSource(long seed) {
        this.random = new Random(seed);
    }

    /** Whether this is the one time in so many. */
    boolean onceIn(int times) {
        return random.nextInt(times) == 0;
    }

    /** A number from 0 to the one before the limit. */
    int below(int limit) {
        return random.nextInt(limit);
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** So many lower-case letters. */
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
