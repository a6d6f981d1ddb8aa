package dev.duoconfig.outbound.address;

/** Character classes of URLs, allowlist entries, and header values. */
public final class Ascii {

    private Ascii() {}

    /** Whether a character is visible ASCII: neither a space nor a control character. */
    public static boolean isVisible(int character) {
        return character > ' ' && character < 0x7f;
    }
}
