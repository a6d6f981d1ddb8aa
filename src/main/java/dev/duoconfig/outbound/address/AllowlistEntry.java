package dev.duoconfig.outbound.address;

import java.net.InetAddress;

/** One entry of an {@link Allowlist}. The port {@link #ANY_PORT} matches every port. */
sealed interface AllowlistEntry {

    int ANY_PORT = 0;

    /** The entry in its original spelling. */
    String text();

    record Host(String text, String name, int port) implements AllowlistEntry {

        boolean matches(String normalName, int actualPort) {
            return name.equals(normalName) && matchesPort(port, actualPort);
        }
    }

    record Address(String text, InetAddress address, int port) implements AllowlistEntry {

        boolean matches(InetAddress actual, int actualPort) {
            return address.equals(actual) && matchesPort(port, actualPort);
        }
    }

    record Range(String text, Cidr cidr) implements AllowlistEntry {}

    private static boolean matchesPort(int expected, int actual) {
        return expected == ANY_PORT || expected == actual;
    }
}
