package dev.duoconfig.check;

import java.util.List;
import java.util.regex.Pattern;

import dev.duoconfig.outbound.OutboundResponse;

/** What a server says about why it refuses a request, as far as all servers say it in similar words. */
final class Refusals {

    private static final Pattern SCOPE = Pattern.compile(
            "\\bscopes?\\b|insufficient[_ -]?(?:scopes?|permissions?|privileges?)|missing[_ -]?(?:scopes?|permissions?)"
                    + "|\\bpermissions?\\b|permission[_ ]error|not (?:allowed|permitted|authorized) to (?:access|list|call|use)"
                    + "|does(?: not|n't) have access",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern NO_SUCH_MODEL = Pattern.compile(
            "\\b(?:model|deployment)\\b[^.\\n]{0,200}?"
                    + "(?:not[_ ]found|(?:does|do|did)(?: not|n't) exist|not exist\\b|is (?:unknown|invalid)|not available|no such)"
                    + "|\\b(?:unknown|invalid|no such|unrecognized|nonexistent)[_ ](?:model|deployment)"
                    + "|model[_ ]?not[_ ]?found|deployment[_ ]?not[_ ]?found|no healthy deployments",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern NO_CHAT = Pattern.compile(
            "not a chat model|chat[_ ]template|not support(?:ed)?[^.\\n]{0,80}?\\bchat\\b|\\bchat\\b[^.\\n]{0,80}?not support"
                    + "|chat completions? (?:is|are) not|embedding model",
            Pattern.CASE_INSENSITIVE);

    /** A message that explains an error is at the beginning. */
    private static final int MAX_EXAMINED = 4_096;

    private Refusals() {}

    /** Whether the key lacks a scope or a permission, which another key, or another request with this key, would have. */
    static boolean namesScope(OutboundResponse response) {
        // A page about permissions is a web server's, which knows no keys.
        return (!Bodies.isHtml(response) && SCOPE.matcher(beginning(response)).find())
                || response.headers().getOrDefault("www-authenticate", List.of()).stream()
                        .anyMatch(challenge -> challenge.contains("insufficient_scope"));
    }

    /** Whether the server does not know the model. */
    static boolean namesUnknownModel(OutboundResponse response) {
        return !namesChat(response)
                && NO_SUCH_MODEL.matcher(beginning(response)).find();
    }

    /** Whether the server knows the model, but does not chat with it. */
    static boolean namesChat(OutboundResponse response) {
        return NO_CHAT.matcher(beginning(response)).find();
    }

    private static String beginning(OutboundResponse response) {
        var body = response.body();
        return body.length() <= MAX_EXAMINED ? body : body.substring(0, MAX_EXAMINED);
    }
}
