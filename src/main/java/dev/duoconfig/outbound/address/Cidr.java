package dev.duoconfig.outbound.address;

import java.net.InetAddress;

/** A range of addresses: all that share the first bits of the network address. */
record Cidr(InetAddress network, int prefix) {

    /** Parses a constant of this package, such as {@code 10.0.0.0/8}. */
    static Cidr of(String text) {
        int slash = text.indexOf('/');
        var network = IpLiterals.parseCanonical(text.substring(0, slash)).orElseThrow();
        return new Cidr(network, Integer.parseInt(text.substring(slash + 1)));
    }

    boolean contains(InetAddress address) {
        byte[] expected = network.getAddress();
        byte[] bytes = address.getAddress();
        if (expected.length != bytes.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >>> (bit % 8);
            if ((expected[bit / 8] & mask) != (bytes[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    boolean contains(Cidr other) {
        return prefix <= other.prefix && contains(other.network);
    }

    @Override
    public String toString() {
        return IpLiterals.format(network) + "/" + prefix;
    }
}
