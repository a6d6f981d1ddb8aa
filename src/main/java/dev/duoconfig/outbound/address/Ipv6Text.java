package dev.duoconfig.outbound.address;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/** IPv6 addresses as text, without brackets and zone ids. */
final class Ipv6Text {

    private static final int BYTES = 16;

    private Ipv6Text() {}

    static Optional<byte[]> parse(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true).filter(bytes -> bytes.length == BYTES);
        }
        var head = groups(text.substring(0, gap), false);
        var tail = groups(text.substring(gap + 2), true);
        return head.flatMap(before -> tail.flatMap(after -> join(before, after)));
    }

    static String format(byte[] bytes) {
        int[] groups = new int[BYTES / 2];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
        }
        var gapStart = -1;
        var gapLength = 1;
        for (int start = 0; start < groups.length; start++) {
            var zeros = 0;
            while (start + zeros < groups.length && groups[start + zeros] == 0) {
                zeros++;
            }
            if (zeros > gapLength) {
                gapStart = start;
                gapLength = zeros;
            }
        }
        if (gapStart < 0) {
            return formatGroups(groups, 0, groups.length);
        }
        return formatGroups(groups, 0, gapStart) + "::" + formatGroups(groups, gapStart + gapLength, groups.length);
    }

    private static String formatGroups(int[] groups, int from, int to) {
        var text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i > from ? ":" : "").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    private static Optional<byte[]> join(byte[] head, byte[] tail) {
        if (head.length + tail.length > BYTES - 2) {
            return Optional.empty();
        }
        byte[] bytes = new byte[BYTES];
        System.arraycopy(head, 0, bytes, 0, head.length);
        System.arraycopy(tail, 0, bytes, BYTES - tail.length, tail.length);
        return Optional.of(bytes);
    }

    private static Optional<byte[]> groups(String text, boolean mayEndInIpv4) {
        var bytes = new ByteArrayOutputStream();
        if (text.isEmpty()) {
            return Optional.of(bytes.toByteArray());
        }
        var parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            var ipv4 = mayEndInIpv4 && i == parts.length - 1 && parts[i].indexOf('.') >= 0;
            var group = ipv4 ? Ipv4Text.parseCanonical(parts[i]) : group(parts[i]);
            if (group.isEmpty()) {
                return Optional.empty();
            }
            bytes.writeBytes(group.get());
        }
        return Optional.of(bytes.toByteArray());
    }

    private static Optional<byte[]> group(String text) {
        if (text.isEmpty() || text.length() > 4 || !text.chars().allMatch(Ipv6Text::isHexDigit)) {
            return Optional.empty();
        }
        int value = Integer.parseInt(text, 16);
        return Optional.of(new byte[] {(byte) (value >>> 8), (byte) value});
    }

    private static boolean isHexDigit(int c) {
        return c < 128 && Character.digit(c, 16) >= 0;
    }
}
