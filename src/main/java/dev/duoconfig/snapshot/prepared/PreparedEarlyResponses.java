package dev.duoconfig.snapshot.prepared;

import dev.duoconfig.http.edge.Deprecations;
import dev.duoconfig.http.edge.RequestTimers;
import dev.duoconfig.http.wire.EarlyResponses;
import dev.duoconfig.security.ConnectionTokens;
import dev.duoconfig.security.TokenCache;
import dev.duoconfig.snapshot.CurrentSnapshot;
import dev.duoconfig.snapshot.PreparedResponse;
import dev.duoconfig.snapshot.PreparedResponses;
import dev.duoconfig.trace.Traces;
import io.quarkus.arc.ClientProxy;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.VertxHttpConfig.InsecureRequests;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/**
 * Sends prepared responses of HTTP/1.1 from the connection, unless the settings add something to every request that only the router
 * does, such as a trace. See docs/adr/0039-prepared-responses-from-the-connection.md.
 */
@ApplicationScoped
class PreparedEarlyResponses implements EarlyResponses {

    private final PreparedRequests requests;
    private final CurrentSnapshot current;
    private final TokenCache tokens;
    private final Deprecations deprecations;
    private final RequestTimers timers;
    private final boolean usable;

    /** Connections end during a stop, which only the router does. */
    private volatile boolean stopping;

    private volatile @Nullable EncodedResponses newest;

    PreparedEarlyResponses(
            PreparedRequests requests,
            CurrentSnapshot current,
            TokenCache tokens,
            Deprecations deprecations,
            RequestTimers timers,
            Traces traces,
            SmallRyeConfig configuration) {
        this.requests = requests;
        // Each call of a proxy looks up what it stands for.
        this.current = ClientProxy.unwrap(current);
        this.tokens = ClientProxy.unwrap(tokens);
        this.deprecations = deprecations;
        this.timers = timers;
        // In dev mode, only the router sees that the sources have changed.
        this.usable = LaunchMode.current() != LaunchMode.DEVELOPMENT
                && !traces.areOn()
                && timers.areUsable()
                && needsNoRouter(configuration.getConfigMapping(VertxHttpConfig.class));
    }

    private static boolean needsNoRouter(VertxHttpConfig http) {
        return http.insecureRequests().orElse(InsecureRequests.ENABLED) == InsecureRequests.ENABLED
                && !http.accessLog().enabled()
                && !http.proxy().proxyAddressForwarding()
                && http.header().isEmpty()
                && http.filter().isEmpty();
    }

    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        stopping = true;
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    @Override
    public @Nullable OfConnection begin() {
        return usable ? new PreparedConnection(this, new ConnectionTokens(tokens)) : null;
    }

    PreparedRequests requests() {
        return requests;
    }

    /** The responses of the newest revision; null if the router is to respond to everything. */
    @Nullable
    EncodedResponses encoded() {
        var published = stopping ? null : current.published();
        if (published == null) {
            return null;
        }
        var known = newest;
        if (known == null || known.responses() != published.responses()) {
            known = new EncodedResponses(published.responses());
            newest = known;
        }
        return known;
    }

    EncodedResponse encode(PreparedResponses responses, PreparedResponse response, String path, boolean unchanged) {
        var headers = HeadersMultiMap.httpHeaders();
        requests.addHeaders(headers, responses, response, unchanged);
        return new EncodedResponse(
                unchanged ? "304 Not Modified" : "200 OK",
                headers,
                timers.of(response.template(), requests.withRoot(path), unchanged ? 304 : 200));
    }

    /** The age of the snapshot in seconds. */
    long age() {
        return current.age().toSeconds();
    }

    boolean isDeprecated(PreparedResponse response) {
        return deprecations.concern("GET", response.template());
    }

    void served(PreparedResponse response) {
        tokens.countHit();
        response.served().run();
    }
}
