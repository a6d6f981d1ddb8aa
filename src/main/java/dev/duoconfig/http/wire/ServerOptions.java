package dev.duoconfig.http.wire;

import java.util.Objects;

import io.netty.channel.ChannelPipeline;
import io.quarkus.arc.ClientProxy;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** The options of the HTTP server that Quarkus has no settings for. See docs/framework.md. */
@ApplicationScoped
class ServerOptions implements HttpServerOptionsCustomizer {

    /**
     * Closes connections whose data is not received, because the other machine is gone or the client does not read.
     * Otherwise, the data would wait for a quarter of an hour. Requires the native transport.
     */
    private static final int TCP_USER_TIMEOUT_MILLIS = 30_000;

    private static final long MAX_STREAMS = 100;

    /** Twice as much as requests can have: what is larger does not reach {@link Http2Requests}, and gets no problem. */
    private static final long MAX_HTTP2_HEADERS = 32 * 1024;

    private final RejectedRequests rejected;
    private final ManagementServer management;
    private final EarlyResponses early;
    private @Nullable HttpServerOptions options;

    ServerOptions(RejectedRequests rejected, ManagementServer management, EarlyResponses early) {
        // Each request passes it, and each call of a proxy looks up what it stands for.
        this.rejected = ClientProxy.unwrap(rejected);
        this.management = management;
        this.early = early;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        customize(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        customize(options);
    }

    private void customize(HttpServerOptions options) {
        options.setTcpUserTimeout(TCP_USER_TIMEOUT_MILLIS);
        // A proxy that forwards the header Upgrade would let its clients past its own rules.
        options.setHttp2ClearTextEnabled(false);
        options.getInitialSettings().setMaxConcurrentStreams(MAX_STREAMS).setMaxHeaderListSize(MAX_HTTP2_HEADERS);
        if (this.options == null) {
            PortCheck.requireUsable("QUARKUS_HTTP_PORT", options.getHost(), options.getPort());
            management.prepare(options);
        }
        this.options = options;
    }

    HttpServerOptions options() {
        return Objects.requireNonNull(options);
    }

    /** Responds early to requests of a new connection; null if the router responds to all of them. */
    @Nullable
    EarlyResponder earlyResponder(ChannelPipeline pipeline) {
        return management.hasPort(pipeline.channel().localAddress()) ? null : EarlyResponder.of(pipeline, early);
    }

    RejectedRequests rejected() {
        return rejected;
    }
}
