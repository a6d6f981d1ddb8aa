package dev.duoconfig.http.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

import io.quarkus.runtime.configuration.ConfigurationException;

/**
 * Checks that the service can listen on a port. The framework reports a port that it cannot use as a stack trace without the
 * port. See docs/framework.md.
 */
final class PortCheck {

    private PortCheck() {}

    /**
     * Listens for a moment.
     *
     * @param variable the setting that contains the port
     * @param host the value of QUARKUS_HTTP_HOST, which counts for all ports
     * @param port the port; for 0 and for -1, the system chooses one
     * @throws ConfigurationException if that is not possible
     */
    static void requireUsable(String variable, String host, int port) {
        var address = new InetSocketAddress(host, Math.max(port, 0));
        if (address.isUnresolved()) {
            throw refusal("QUARKUS_HTTP_HOST", host, "the name has no address.");
        }
        try (var socket = new ServerSocket()) {
            socket.bind(address);
        } catch (IOException e) {
            var reason = String.valueOf(e.getMessage());
            if (reason.contains("assign requested address")) {
                throw refusal("QUARKUS_HTTP_HOST", host, "this machine does not have the address.");
            }
            throw refusal(variable, String.valueOf(port), reason(reason));
        }
    }

    private static String reason(String message) {
        if (message.contains("already in use")) {
            return "the address is already in use.";
        }
        if (message.contains("Permission denied")) {
            return "the operating system does not permit it. Ports from 1024 on usually need no permission.";
        }
        return message;
    }

    private static ConfigurationException refusal(String variable, String value, String reason) {
        return new ConfigurationException("The service cannot listen on %s, %s: %s".formatted(variable, value, reason));
    }
}
