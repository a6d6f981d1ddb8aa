package dev.duoconfig.store;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which database this is, as far as it can be asked. Backups that are restored elsewhere differ in one part at least.
 *
 * @param parts the parts that could be read, by name
 */
record DatabaseIdentity(Map<String, String> parts) {

    private static final String PART_END = " ";
    private static final String NAME_END = "=";

    /** The form in which it is recorded. */
    String text() {
        return new TreeMap<>(parts)
                .entrySet().stream()
                        .map(part -> part.getKey() + NAME_END + part.getValue())
                        .collect(Collectors.joining(PART_END));
    }

    /** Whether a recorded identity agrees in the parts that both have. An empty one agrees with none. */
    boolean isSameAs(String recorded) {
        return !recorded.isBlank()
                && Arrays.stream(recorded.split(PART_END))
                        .map(part -> part.split(NAME_END, 2))
                        .allMatch(part -> part.length == 2
                                && parts.getOrDefault(part[0], part[1]).equals(part[1]));
    }
}
