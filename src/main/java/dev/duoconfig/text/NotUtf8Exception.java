package dev.duoconfig.text;

import java.nio.charset.CharacterCodingException;

/** A text is in an encoding other than UTF-8. */
public final class NotUtf8Exception extends CharacterCodingException {

    private static final long serialVersionUID = 1L;

    private final boolean utf16;

    NotUtf8Exception(boolean utf16) {
        this.utf16 = utf16;
    }

    /** Completes a sentence that begins with the name of the text, and says what to do. */
    public String rule() {
        return (utf16 ? "is encoded in UTF-16" : "is not encoded in UTF-8") + "; save it in UTF-8";
    }

    @Override
    public String getMessage() {
        return "The text " + rule();
    }
}
