package dev.duoconfig.instance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.duoconfig.testkit.gitlab.Failure;
import dev.duoconfig.testkit.gitlab.GitLabDouble;

/**
 * Many GitLabs on the loopback interface, for {@code bench/gitlabs}. Every tenth is dead: one half of those refuse connections, the
 * other half never respond.
 */
public final class ManyGitLabs {

    private static final int DEAD_EVERY = 10;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(5);

    private final List<GitLabDouble> healthy = new ArrayList<>();

    private ManyGitLabs() {}

    /** Starts as many GitLabs as the argument says, and prints their URLs, then that of {@link #awaitTimeout}. */
    public static void main(String[] args) throws IOException {
        var gitlabs = new ManyGitLabs();
        for (var i = 0; i < Integer.parseInt(args[0]); i++) {
            System.out.println("gitlab " + gitlabs.start(i).url());
        }
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/await", gitlabs::awaitTimeout);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        System.out.println("await http://127.0.0.1:" + server.getAddress().getPort() + "/await");
    }

    private GitLabDouble start(int number) {
        var gitlab = GitLabDouble.start("19.5");
        if (number % DEAD_EVERY != 0) {
            healthy.add(gitlab);
        } else if (number % (2 * DEAD_EVERY) == 0) {
            gitlab.close();
        } else {
            gitlab.failAlways(Failure.hangs());
        }
        return gitlab;
    }

    /** Responds with the milliseconds since 1970 when all healthy GitLabs have the request timeout in the query. */
    private void awaitTimeout(HttpExchange exchange) throws IOException {
        try (exchange) {
            var seconds = Integer.valueOf(exchange.getRequestURI().getQuery());
            var end = System.nanoTime() + LIMIT.toNanos();
            while (!healthy.stream()
                    .allMatch(gitlab -> Objects.equals(gitlab.gateway().timeoutSeconds(), seconds))) {
                if (System.nanoTime() > end) {
                    exchange.sendResponseHeaders(504, -1);
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(POLL_INTERVAL.toMillis());
            }
            var body = String.valueOf(System.currentTimeMillis()).getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
