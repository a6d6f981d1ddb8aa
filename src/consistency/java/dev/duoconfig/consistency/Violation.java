package dev.duoconfig.consistency;

import java.util.List;

/**
 * Something that must not have happened.
 *
 * @param promise what was promised
 * @param observed what happened instead
 * @param evidence the few requests that show it
 */
record Violation(String promise, String observed, List<Exchange> evidence) {

    Violation {
        evidence = List.copyOf(evidence);
    }
}
