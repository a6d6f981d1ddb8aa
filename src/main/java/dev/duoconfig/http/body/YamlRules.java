package dev.duoconfig.http.body;

import java.util.regex.Pattern;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.http.problem.VisibleText;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/**
 * Restricts YAML to what JSON has. Without anchors, aliases, tags, further documents, and deep nesting, a body cannot grow
 * while it is read, or become anything but texts, numbers, lists, and objects. See docs/framework.md.
 */
final class YamlRules {

    private static final int MAX_DEPTH = 32;

    /** Values that are booleans or numbers in YAML 1.1 and something else, or nothing, in YAML 1.2. */
    private static final Pattern AMBIGUOUS = Pattern.compile(
            "(?i)y|n|yes|no|on|off|[-+]?0[0-9xob_][0-9a-f_]*|[-+]?[0-9]+_[0-9_]*|\\+[0-9_]+|[-+]?[0-9]+(:[0-9]+)++(\\.[0-9_]*)?"
                    + "|[-+]?[0-9]+e[-+]?[0-9]+|[0-9]+_[0-9_]*\\.[0-9_]*|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}");

    private static final int MAX_AMBIGUOUS_LENGTH = 32;

    private int documents;
    private int depth;

    /** Ends the request with a 400 if the next event of the document breaks a rule. */
    void check(Event event) {
        documents += event instanceof DocumentStartEvent ? 1 : 0;
        depth += depthOf(event);
        rejectIf(event instanceof AliasEvent, event, "an alias", "Write out the value that it stands for.");
        rejectIf(hasAnchor(event), event, "an anchor", "Remove it.");
        rejectIf(hasTag(event), event, "a tag", "Remove it.");
        if (isAmbiguous(event)) {
            throw ambiguous(event);
        }
        rejectIf(documents > 1, event, "a second document", "Send a single one.");
        rejectIf(depth > MAX_DEPTH, event, "more than " + MAX_DEPTH + " levels of nesting", "Use fewer.");
    }

    /** Ends the request with a 400 if the text had no document. */
    void requireDocument() {
        if (documents == 0) {
            throw new ApiException(ProblemType.BODY_MISSING, "The request body has no YAML document.");
        }
    }

    /**
     * The problem of a text that is not YAML.
     *
     * @param line from 1, or -1 when it is not known
     * @param problem the error there, without any value of the body; null when it is not known
     */
    static ApiException malformed(int line, @Nullable String problem) {
        return new ApiException(
                ProblemType.MALFORMED_YAML,
                "The body is not well-formed YAML" + (line < 0 ? "" : " at line " + line)
                        + (problem == null ? "" : " (" + VisibleText.excerpt(problem) + ")")
                        + ". Send one YAML document in UTF-8, without duplicate keys.");
    }

    private static boolean isAmbiguous(Event event) {
        return event instanceof ScalarEvent scalar
                && scalar.isPlain()
                && scalar.getValue().length() <= MAX_AMBIGUOUS_LENGTH
                && AMBIGUOUS.matcher(scalar.getValue()).matches();
    }

    private static int depthOf(Event event) {
        if (event instanceof CollectionStartEvent) {
            return 1;
        }
        return event instanceof CollectionEndEvent ? -1 : 0;
    }

    private static boolean hasAnchor(Event event) {
        return event instanceof NodeEvent node && node.getAnchor() != null;
    }

    private static boolean hasTag(Event event) {
        return (event instanceof ScalarEvent scalar && scalar.getTag() != null)
                || (event instanceof CollectionStartEvent collection && collection.getTag() != null);
    }

    /** The problem of a value that YAML readers take for different things. */
    static ApiException ambiguous(Event event) {
        return rejected(
                event,
                "an ambiguous value",
                "YAML readers interpret it differently. Write true or false, a number in decimal digits, or a string in"
                        + " quotes.");
    }

    /** The problem of an event, by what the body has there. */
    static ApiException rejected(Event event, String what, String remedy) {
        return new ApiException(
                ProblemType.MALFORMED_YAML, "The body has " + what + " at line " + line(event) + ". " + remedy);
    }

    /** The line of an event, from 1. */
    static int line(Event event) {
        return event.getStartMark().getLine() + 1;
    }

    private static void rejectIf(boolean rejected, Event event, String what, String remedy) {
        if (rejected) {
            throw rejected(event, what, remedy);
        }
    }
}
