package dev.duoconfig.fuzz;

import java.util.ArrayDeque;
import java.util.List;
import java.util.regex.Pattern;

/** Spellings of a path that the framework treats alike. */
final class PathVariants {

    private static final Pattern UNRESERVED =
            Pattern.compile("%(2[dDeE]|3[0-9]|[46][1-9a-fA-F]|[57][0-9aA]|5[fF]|7[eE])");

    private PathVariants() {}

    /**
     * The path in the spelling of the contract: without segment parameters, extra slashes, dot segments, and needless
     * percent-encoding. A segment that consists of parameters only is dropped if it is the last one, and kept otherwise.
     */
    static String plain(String path) {
        var decoded = UNRESERVED
                .matcher(path)
                .replaceAll(found -> String.valueOf((char) Integer.parseInt(found.group(1), 16)));
        var segments = new ArrayDeque<String>();
        var sent = List.of(decoded.split("/", -1));
        for (int i = 0; i < sent.size(); i++) {
            var name = sent.get(i).replaceAll("(?<=.);.*", "");
            if (i == sent.size() - 1) {
                name = name.replaceAll(";.*", "");
            }
            if (name.equals("..")) {
                segments.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                segments.addLast(name);
            }
        }
        return "/" + String.join("/", segments);
    }
}
