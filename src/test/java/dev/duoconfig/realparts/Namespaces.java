package dev.duoconfig.realparts;

import java.util.ArrayList;
import java.util.List;

/** Runs a script with mounts and processes of its own, which end with it. */
final class Namespaces {

    private Namespaces() {}

    /**
     * The command that runs a script, to which its arguments can be added.
     *
     * @param options options of the shell, such as {@code -ec}
     */
    static List<String> command(String options, String script) {
        return new ArrayList<>(
                List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", options, script, "sh"));
    }
}
