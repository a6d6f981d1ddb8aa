package dev.duoconfig.outbound.address;

import java.util.Optional;
import java.util.OptionalLong;

/** IPv4 addresses as text, in usual and unusual spellings. */
final class Ipv4Text {

    /** The meaning of a leading zero in a number, on which programs disagree. */
    enum LeadingZero {
        OCTAL(8),
        DECIMAL(10);

        private final int radix;

        LeadingZero(int radix) {
            this.radix = radix;
        }
    }

    private static final long TOO_BIG = 1L << 32;

    private Ipv4Text() {}

    static Optional<byte[]> parse(String host, LeadingZero leadingZero) {
        var parts = withoutTrailingDot(host).split("\\.", -1);
        if (parts.length > 4) {
            return Optional.empty();
        }
        long address = 0;
        for (int i = 0; i < parts.length; i++) {
            var number = number(parts[i], leadingZero);
            // The last part fills all remaining bytes.
            int bytes = i < parts.length - 1 ? 1 : 5 - parts.length;
            if (number.isEmpty() || number.getAsLong() >= 1L << (8 * bytes)) {
                return Optional.empty();
            }
            address = (address << (8 * bytes)) | number.getAsLong();
        }
        return Optional.of(
                new byte[] {(byte) (address >>> 24), (byte) (address >>> 16), (byte) (address >>> 8), (byte) address});
    }

    static Optional<byte[]> parseCanonical(String host) {
        return parse(host, LeadingZero.DECIMAL).filter(bytes -> format(bytes).equals(host));
    }

    static boolean endsInNumber(String host) {
        var name = withoutTrailingDot(host);
        var last = name.substring(name.lastIndexOf('.') + 1);
        var digitsOnly = !last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9');
        return digitsOnly || number(last, LeadingZero.DECIMAL).isPresent();
    }

    static String format(byte[] bytes) {
        return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + "." + (bytes[3] & 0xff);
    }

    private static OptionalLong number(String text, LeadingZero leadingZero) {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        var hexadecimal = text.startsWith("0x") || text.startsWith("0X");
        if (hexadecimal) {
            return digits(text.substring(2), 16);
        }
        var zeroLed = text.length() > 1 && text.charAt(0) == '0';
        return digits(text, zeroLed ? leadingZero.radix : 10);
    }

    private static OptionalLong digits(String text, int radix) {
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Character.digit also accepts digits of other scripts.
            int digit = c < 128 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return OptionalLong.empty();
            }
            value = Math.min(value * radix + digit, TOO_BIG);
        }
        return OptionalLong.of(value);
    }

    private static String withoutTrailingDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }
}
