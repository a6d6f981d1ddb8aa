package dev.duoconfig.outbound.address;

/** A text that is no acceptable URL, and the rule that it breaks. The text itself is not repeated. */
public final class HttpUrlException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** Whether the text is wrong, or leads where nothing may lead. */
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
