package dev.duoconfig.check;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.duoconfig.text.EditDistance;

/**
 * The served name that a wrong name probably stands for.
 *
 * @param reason the reason for the suggestion, in a sentence
 */
record ClosestName(String name, String reason) {

    private static final int MAX_LENGTH = 255;
    private static final int MAX_NAMES = 1000;

    static Optional<ClosestName> of(String wrong, List<String> served) {
        var names = served.stream()
                .filter(name -> name.length() <= MAX_LENGTH)
                .limit(MAX_NAMES)
                .toList();
        var wanted = wrong.toLowerCase(Locale.ROOT);
        return names.stream()
                .filter(name -> name.equalsIgnoreCase(wrong))
                .map(name -> new ClosestName(name, "It differs only in upper and lower case."))
                .findFirst()
                .or(() -> names.stream()
                        .filter(name -> sameLastSegment(wanted, name.toLowerCase(Locale.ROOT)))
                        .map(name -> new ClosestName(name, "It differs only before the last slash."))
                        .findFirst())
                .or(() -> withMore(wanted, names, ":@."))
                .or(() -> similar(wanted, names))
                .or(() -> withMore(wanted, names, "-_"))
                .or(() -> only(served));
    }

    /** A tag, a file type, or a version often follows the name that people use, after one of a few separators. */
    private static Optional<ClosestName> withMore(String wanted, List<String> names, String separators) {
        return names.stream()
                .filter(name -> continues(lastSegment(name.toLowerCase(Locale.ROOT)), lastSegment(wanted), separators))
                .min(Comparator.comparingInt(String::length))
                .map(name -> new ClosestName(name, "It is the same name with more behind it."));
    }

    private static boolean continues(String name, String wanted, String separators) {
        return !wanted.isEmpty()
                && name.length() > wanted.length()
                && name.startsWith(wanted)
                && separators.indexOf(name.charAt(wanted.length())) >= 0;
    }

    private static Optional<ClosestName> similar(String wanted, List<String> names) {
        var most = Math.max(2, wanted.length() / 4);
        return names.stream()
                .filter(name -> Math.abs(name.length() - wanted.length()) <= most)
                .map(name -> new Candidate(name, EditDistance.between(wanted, name.toLowerCase(Locale.ROOT))))
                .filter(candidate -> candidate.distance <= most)
                .min(Comparator.comparingInt(Candidate::distance))
                .map(candidate ->
                        new ClosestName(candidate.name, "It is the most similar name that the server lists."));
    }

    private static Optional<ClosestName> only(List<String> served) {
        return served.size() == 1 && served.get(0).length() <= MAX_LENGTH
                ? Optional.of(new ClosestName(served.get(0), "It is the only name that the server lists."))
                : Optional.empty();
    }

    private static boolean sameLastSegment(String one, String other) {
        return lastSegment(one).equals(lastSegment(other));
    }

    private static String lastSegment(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private record Candidate(String name, int distance) {}
}
