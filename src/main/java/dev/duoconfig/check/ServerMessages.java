package dev.duoconfig.check;

import java.util.List;
import java.util.function.Supplier;

import dev.duoconfig.http.problem.VisibleText;
import dev.duoconfig.outbound.OutboundResponse;
import dev.duoconfig.outbound.Redactor;
import org.jspecify.annotations.Nullable;

/** The messages of the servers that one check asks, fit to be shown: on one line, visible, and without any secret of ours. */
final class ServerMessages {

    private static final int MAX_LENGTH = 300;
    private static final String ENDING = "...";
    private static final String REDACTED = "[redacted]";

    /** Longer texts are cut before they are examined: what is shown is far shorter. */
    private static final int MAX_EXAMINED = 2_000;

    /** A shorter secret, such as "none", occurs in many texts by chance. */
    private static final int MIN_SECRET_LENGTH = 6;

    private final @Nullable String key;
    private final Redactor redactor;
    private final Supplier<List<String>> otherSecrets;
    private final boolean shown;

    private ServerMessages(@Nullable String key, Supplier<List<String>> otherSecrets, boolean shown) {
        this.key = key;
        this.redactor = new Redactor(key);
        this.otherSecrets = otherSecrets;
        this.shown = shown;
    }

    /**
     * @param key the API key that the servers receive; null if they receive none
     * @param otherSecrets reads the other secrets of this service
     */
    static ServerMessages redacted(@Nullable String key, Supplier<List<String>> otherSecrets) {
        return new ServerMessages(key, otherSecrets, true);
    }

    /** No message is shown. */
    static ServerMessages none() {
        return new ServerMessages(null, List::of, false);
    }

    /** What the server says about its error; null if it says nothing, or messages are not shown. */
    @Nullable
    String of(OutboundResponse response) {
        return shown
                ? ServerText.of(response)
                        .map(ServerMessages::visible)
                        .filter(text -> !text.isEmpty())
                        .map(this::redacted)
                        .orElse(null)
                : null;
    }

    private String redacted(String text) {
        var revealed = redactor.isRevealedBy(text)
                || (key != null && holds(text, key))
                || otherSecrets.get().stream().anyMatch(secret -> holds(text, secret));
        return revealed ? REDACTED : shortened(text);
    }

    private static boolean holds(String text, String secret) {
        return secret.length() >= MIN_SECRET_LENGTH
                && (text.contains(secret) || new Redactor(secret).isCarriedBy(text));
    }

    /** On one line: characters that break a line, and all kinds of spaces, become one space. */
    private static String visible(String text) {
        var examined = text.length() <= MAX_EXAMINED ? text : text.substring(0, MAX_EXAMINED);
        return VisibleText.stripped(examined.replaceAll("[\\p{Cc}\\p{Z}]+", " "))
                .replaceAll(" {2,}", " ")
                .strip();
    }

    /** Counts in the units of Java and JavaScript, so that the limit holds for every reader. */
    private static String shortened(String text) {
        if (text.length() <= MAX_LENGTH) {
            return text;
        }
        var end = MAX_LENGTH - ENDING.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + ENDING;
    }
}
