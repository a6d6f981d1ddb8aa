package dev.duoconfig.outbound.address;

import java.util.ArrayList;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * One of the many ways to write an IPv4 address.
 *
 * @param parts the number of parts, from 1 to 4
 * @param radixes the radix of each part: 8, 10, or 16
 * @param zeros leading zeros of octal and hexadecimal numbers
 * @param trailingDot whether a dot follows
 */
record Ipv4Spelling(int parts, List<Integer> radixes, int zeros, boolean trailingDot) {

    static Arbitrary<Ipv4Spelling> any() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.of(8, 10, 16).list().ofSize(4),
                        Arbitraries.integers().between(0, 12),
                        Arbitraries.of(false, true))
                .as(Ipv4Spelling::new);
    }

    String write(byte[] address) {
        var numbers = new ArrayList<String>();
        for (int i = 0; i < parts - 1; i++) {
            numbers.add(number(address[i] & 0xff, radixes.get(i)));
        }
        long last = 0;
        for (int i = parts - 1; i < 4; i++) {
            last = (last << 8) | (address[i] & 0xff);
        }
        numbers.add(number(last, radixes.get(3)));
        return String.join(".", numbers) + (trailingDot ? "." : "");
    }

    private String number(long value, int radix) {
        var digits = Long.toString(value, radix);
        return switch (radix) {
            case 8 -> "0" + "0".repeat(zeros) + digits;
            case 16 -> "0x" + "0".repeat(zeros) + digits;
            default -> digits;
        };
    }
}
