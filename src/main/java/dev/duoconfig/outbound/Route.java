package dev.duoconfig.outbound;

import java.util.List;

import dev.duoconfig.outbound.address.IpLiterals;

/** The route to a host and port: the checked addresses, and the rules that allow them. */
public final class Route {

    private final String host;
    private final int port;
    private final List<AddressLookup.Checked> targets;

    Route(String host, int port, List<AddressLookup.Checked> targets) {
        this.host = host;
        this.port = port;
        this.targets = List.copyOf(targets);
    }

    /** For each address, the rule that allows it, such as {@code 10.1.2.3 allowed by 10.0.0.0/8}. */
    public List<String> rules() {
        return targets.stream().map(AddressLookup.Checked::rule).toList();
    }

    /** The addresses with the port. */
    public List<String> addresses() {
        return targets.stream()
                .map(target -> IpLiterals.format(target.address()))
                .map(address -> IpLiterals.bracketed(address) + ":" + port)
                .toList();
    }

    Route only(AddressLookup.Checked target) {
        return new Route(host, port, List.of(target));
    }

    List<AddressLookup.Checked> targetsFor(OutboundRequest request) {
        if (!request.url().host().equals(host) || request.url().port() != port) {
            throw new IllegalArgumentException("The route belongs to another server than the request");
        }
        return targets;
    }

    @Override
    public String toString() {
        return addresses().toString();
    }
}
