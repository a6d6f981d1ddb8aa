package dev.duoconfig.realparts;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for servers. They lie below the ephemeral ports of the operating system, so a server can start again on its own. */
final class Ports {

    private static final int MIN = 30_000;
    private static final int MAX = 32_500;

    private Ports() {}

    static int free() {
        while (true) {
            var candidate = ThreadLocalRandom.current().nextInt(MIN, MAX);
            try (var socket = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Another process listens on the port.
            }
        }
    }
}
