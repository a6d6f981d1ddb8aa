package dev.duoconfig.consistency;

import java.util.List;

/**
 * A broken promise of the service.
 *
 * @param promise the promise
 * @param observed what happened instead
 * @param evidence the exchanges that show it
 */
record Violation(String promise, String observed, List<Exchange> evidence) {

    Violation {
        evidence = List.copyOf(evidence);
    }
}
