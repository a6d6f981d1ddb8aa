package dev.duoconfig.instance;

import java.util.Set;

/**
 * Names that no model has there or is to get.
 *
 * @param used the names that are not free, to which each new name is added
 */
record FreeNames(Set<String> used) {

    private static final int MAX_LENGTH = 255;

    /** A free name that resembles a name. */
    String like(String name, long modelId) {
        for (var attempt = 1; ; attempt++) {
            var ending =
                    attempt == 1 ? " (model %d)".formatted(modelId) : " (model %d, %d)".formatted(modelId, attempt);
            var candidate = beginning(name, MAX_LENGTH - ending.length()) + ending;
            if (used.add(candidate)) {
                return candidate;
            }
        }
    }

    private static String beginning(String name, int maxLength) {
        if (name.length() <= maxLength) {
            return name;
        }
        return name.substring(0, Character.isHighSurrogate(name.charAt(maxLength - 1)) ? maxLength - 1 : maxLength);
    }
}
