package dev.duoconfig.http.wire;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;

import dev.duoconfig.http.edge.CacheHeaders;
import dev.duoconfig.http.edge.FrameworkPaths;
import dev.duoconfig.http.edge.RouterProblems;
import dev.duoconfig.http.edge.SecurityHeaders;
import dev.duoconfig.http.problem.CommonProblems;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Serves health and metrics at a port of their own, if one is set. The framework can do so only if that was decided when the service
 * was built. See docs/framework.md.
 */
@ApplicationScoped
class ManagementServer {

    private static final Logger LOG = Logger.getLogger(ManagementServer.class);

    private static final int MAX_PORT = 65_535;
    private static final String VARIABLE = "DUO_MANAGEMENT_PORT";

    private final Optional<Integer> port;
    private final List<String> paths;
    private final Vertx vertx;
    private final RouterProblems problems;
    private final CacheHeaders caches;
    private final StateHeaders state;
    private volatile @Nullable HttpServerOptions options;
    private volatile @Nullable HttpServer server;

    ManagementServer(
            ManagementSettings settings,
            @ConfigProperty(name = "quarkus.http.port") int mainPort,
            @ConfigProperty(name = "quarkus.http.root-path") String root,
            @ConfigProperty(name = "quarkus.http.non-application-root-path") String framework,
            Vertx vertx,
            RouterProblems problems,
            CacheHeaders caches,
            StateHeaders state) {
        this.port = settings.managementPort();
        this.paths = List.of(
                FrameworkPaths.of(root, framework) + "/health*", FrameworkPaths.of(root, framework) + "/metrics*");
        this.vertx = vertx;
        this.problems = problems;
        this.caches = caches;
        this.state = state;
        port.ifPresent(number -> requireUsable(number, mainPort));
    }

    /** The other port cannot be chosen by the system: metrics have the port as a tag only if it is known, and all must have the same tags. */
    static void requireUsable(int port, int mainPort) {
        if (port < 1 || port > MAX_PORT || port == mainPort || mainPort == 0) {
            throw new ConfigurationException(
                    "DUO_MANAGEMENT_PORT must be from 1 to 65535, and another port than QUARKUS_HTTP_PORT, which must not be 0.");
        }
    }

    /** Removes the paths from the other port. */
    void register(@Observes Router router) {
        if (port.isPresent()) {
            // Ahead of the framework's own handlers.
            paths.forEach(path -> router.route(path).order(0).handler(this::hideFromOtherPort));
        }
    }

    private void hideFromOtherPort(RoutingContext context) {
        if (arrivedHere(context.request())) {
            context.next();
        } else {
            context.fail(404);
        }
    }

    /** By the port that the connection was made to, whatever a proxy says. */
    private boolean arrivedHere(HttpServerRequest request) {
        var local = request.connection().localAddress(true);
        return local != null && port.filter(number -> number == local.port()).isPresent();
    }

    /** Whether a connection arrived at this server. */
    boolean hasPort(@Nullable SocketAddress local) {
        return local instanceof InetSocketAddress address
                && port.filter(number -> number == address.getPort()).isPresent();
    }

    /**
     * Prepares the server, if a port is set.
     *
     * @param other the options of the other port, whose limits hold here, too
     * @throws ConfigurationException if the port cannot be used
     */
    void prepare(HttpServerOptions other) {
        port.ifPresent(number -> {
            PortCheck.requireUsable(VARIABLE, other.getHost(), number);
            options = new HttpServerOptions(other)
                    .setPort(number)
                    .setSsl(false)
                    .setUseAlpn(false)
                    .setKeyCertOptions(null)
                    .setTrustOptions(null);
        });
    }

    /** Listens only once the other port does: a service that is ready here is ready there, too. */
    void open(@ObservesAsync HttpServerStart other) {
        open();
    }

    void open(@ObservesAsync HttpsServerStart other) {
        open();
    }

    /** Both events come if the framework's own settings add HTTPS at a third port. */
    private synchronized void open() {
        var prepared = options;
        if (prepared != null && server == null) {
            var opened = vertx.createHttpServer(prepared).requestHandler(router());
            server = opened;
            var unused = opened.listen()
                    .onSuccess(listening ->
                            LOG.infof("Health and metrics: http://%s:%d", prepared.getHost(), prepared.getPort()))
                    .onFailure(failure -> endTheProcess(prepared.getPort(), failure));
        }
    }

    /** Something has taken the port since it was checked. */
    private static void endTheProcess(int port, Throwable failure) {
        LOG.errorf("The service cannot listen on %s, %d: %s", VARIABLE, port, failure.getMessage());
        Quarkus.asyncExit(1);
    }

    private Router router() {
        var router = Router.router(vertx);
        var root = VertxHttpRecorder.getRootHandler();
        paths.forEach(path -> router.route(path).handler(context -> root.handle(context.request())));
        router.route().handler(this::refuse);
        return router;
    }

    private void refuse(RoutingContext context) {
        var headers = context.response().headers();
        SecurityHeaders.addForData(headers);
        caches.addTo(headers, true);
        state.addTo(headers);
        problems.end(
                context, CommonProblems.ofStatus(404, context.request().method().name()));
    }

    @PreDestroy
    void close() {
        var opened = server;
        if (opened != null) {
            var unused = opened.close();
        }
    }
}
