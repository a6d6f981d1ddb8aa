package dev.duoconfig.outbound.address;

/** The characters that URLs, allowlist entries, and header values consist of. */
public final class Ascii {

    private Ascii() {}

    /** Whether a character is visible ASCII: neither a space nor a control character. */
    public static boolean isVisible(int character) {
        return character > ' ' && character < 0x7f;
    }
}
