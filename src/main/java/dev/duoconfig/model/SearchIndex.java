package dev.duoconfig.model;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.text.Names;
import org.jspecify.annotations.Nullable;

/**
 * Finds the models whose name, identifier, or endpoint contains a text, in any case. Three characters of the text lead to the
 * models that can contain it. A few changed models are looked through one by one, until so many have changed that they are
 * indexed again.
 */
final class SearchIndex {

    private static final int MAX_CHANGED_PERCENT = 5;

    private final Map<Long, Snapshot.Model> models;
    private final Grams indexed;
    private final List<Entry> changed;

    private SearchIndex(Map<Long, Snapshot.Model> models, Grams indexed, List<Entry> changed) {
        this.models = models;
        this.indexed = indexed;
        this.changed = changed;
    }

    /**
     * Indexes models.
     *
     * @param earlier an index of nearly the same models, or null
     */
    static SearchIndex of(Map<Long, Snapshot.Model> models, @Nullable SearchIndex earlier) {
        if (earlier != null) {
            var changed = models.values().stream()
                    .filter(model -> !model.equals(earlier.indexed.models.get(model.id())))
                    .map(Entry::of)
                    .toList();
            if (changed.size() * 100L <= (long) models.size() * MAX_CHANGED_PERCENT) {
                return new SearchIndex(models, earlier.indexed, changed);
            }
        }
        return new SearchIndex(models, new Grams(models), List.of());
    }

    /** The models that contain a text. The set compares by identity. */
    Set<Snapshot.Model> containing(String text) {
        Set<Snapshot.Model> found = Collections.newSetFromMap(new IdentityHashMap<>());
        // Names are stored as they were sent.
        for (var spelling : Set.copyOf(List.of(Names.normal(text), Normalizer.normalize(text, Normalizer.Form.NFD)))) {
            var folded = folded(spelling);
            indexed.collect(folded, models, found);
            changed.stream().filter(entry -> entry.text.contains(folded)).forEach(entry -> found.add(entry.model));
        }
        return found;
    }

    /** The text in lower case, each character by itself, so that its neighbors do not matter. */
    private static String folded(String text) {
        var folded = new StringBuilder(text.length());
        text.codePoints().map(Character::toLowerCase).forEach(folded::appendCodePoint);
        return folded.toString();
    }

    /** A model with what a search looks through. None of the three texts can contain the line break between them. */
    private record Entry(Snapshot.Model model, String text) {

        static Entry of(Snapshot.Model model) {
            var endpoint = model.endpoint();
            return new Entry(
                    model,
                    folded(model.name() + "\n" + model.identifier() + "\n" + (endpoint == null ? "" : endpoint)));
        }
    }

    /** The entries by what a number of three characters is. Different characters can have the same number. */
    private static final class Grams {

        private static final int LENGTH = 3;
        private static final int NUMBERS = 1 << 14;

        private final Map<Long, Snapshot.Model> models;
        private final Entry[] entries;

        /** For each number, the end of its places in {@code places}; they begin where those of the number before it end. */
        private final int[] ends = new int[NUMBERS];

        private final int[] places;

        Grams(Map<Long, Snapshot.Model> models) {
            this.models = models;
            this.entries = models.values().stream().map(Entry::of).toArray(Entry[]::new);
            var numbers =
                    Arrays.stream(entries).map(entry -> numbers(entry.text)).toArray(int[][]::new);
            for (var ofEntry : numbers) {
                for (var number : ofEntry) {
                    ends[number]++;
                }
            }
            for (var number = 1; number < NUMBERS; number++) {
                ends[number] += ends[number - 1];
            }
            places = new int[ends[NUMBERS - 1]];
            var next = ends.clone();
            for (var place = entries.length - 1; place >= 0; place--) {
                for (var number : numbers[place]) {
                    places[--next[number]] = place;
                }
            }
        }

        /** Adds the entries that contain a text, unless their models have changed. */
        void collect(String text, Map<Long, Snapshot.Model> current, Set<Snapshot.Model> found) {
            if (text.length() < LENGTH) {
                for (var entry : entries) {
                    collect(entry, text, current, found);
                }
                return;
            }
            var rarest = rarest(text);
            for (var place = begin(rarest); place < ends[rarest]; place++) {
                collect(entries[places[place]], text, current, found);
            }
        }

        private static void collect(
                Entry entry, String text, Map<Long, Snapshot.Model> current, Set<Snapshot.Model> found) {
            var present = current.get(entry.model.id());
            if (present != null && entry.text.contains(text) && entry.model.equals(present)) {
                found.add(present);
            }
        }

        private int rarest(String text) {
            var numbers = numbers(text);
            var rarest = numbers[0];
            for (var number : numbers) {
                if (ends[number] - begin(number) < ends[rarest] - begin(rarest)) {
                    rarest = number;
                }
            }
            return rarest;
        }

        private int begin(int number) {
            return number == 0 ? 0 : ends[number - 1];
        }

        /** The different numbers of all three characters in a row. */
        private static int[] numbers(String text) {
            var numbers = new int[Math.max(0, text.length() - LENGTH + 1)];
            for (var index = 0; index < numbers.length; index++) {
                var hash = (text.charAt(index) * 31 + text.charAt(index + 1)) * 31 + text.charAt(index + 2);
                numbers[index] = (hash * 0x9E3779B1) >>> (Integer.SIZE - Integer.numberOfTrailingZeros(NUMBERS));
            }
            Arrays.sort(numbers);
            var different = 0;
            for (var number : numbers) {
                if (different == 0 || numbers[different - 1] != number) {
                    numbers[different++] = number;
                }
            }
            return Arrays.copyOf(numbers, different);
        }
    }
}
