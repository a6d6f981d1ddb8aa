package dev.duoconfig.outbound.address;

/** An invalid or forbidden URL, with the rule that it violates. The message does not quote the URL. */
public final class HttpUrlException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** Whether the URL is malformed, or its host is always blocked. */
    public enum Kind {
        INVALID,
        FORBIDDEN
    }

    private final Kind kind;
    private final String rule;

    HttpUrlException(Kind kind, String rule) {
        super(rule);
        this.kind = kind;
        this.rule = rule;
    }

    public Kind kind() {
        return kind;
    }

    /** One or two English sentences: what is wrong, and what is allowed. */
    public String rule() {
        return rule;
    }
}
