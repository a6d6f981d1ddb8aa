package dev.duoconfig.http.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.quarkus.micrometer.runtime.binder.vertx.VertxHttpServerMetrics;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.net.impl.VertxHandler;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sends the early responses of one connection. Their bytes are ready, so they do not pass the encoder. See docs/framework.md. */
final class EarlyResponder {

    private static final Logger LOG = Logger.getLogger(EarlyResponder.class);

    private final EarlyResponses.OfConnection responses;
    private final ConnectionMetrics metrics;
    private final ChannelHandlerContext encoder;
    private boolean hasWritten;

    private EarlyResponder(
            EarlyResponses.OfConnection responses, ConnectionMetrics metrics, ChannelHandlerContext encoder) {
        this.responses = responses;
        this.metrics = metrics;
        this.encoder = encoder;
    }

    /**
     * The responder of a connection; null if the router is to respond to all of its requests, because something between it and the
     * network has to see its responses.
     */
    static @Nullable EarlyResponder of(ChannelPipeline pipeline, EarlyResponses responses) {
        var handler = pipeline.get(VertxHandler.class);
        var encoder = pipeline.context("httpEncoder");
        if (handler == null
                || encoder == null
                || pipeline.get(ChunkedWriteHandler.class) != null
                || !(handler.getConnection() instanceof Http1xServerConnection connection)
                || !(connection.metrics() instanceof VertxHttpServerMetrics metrics)) {
            return null;
        }
        var ofConnection = responses.begin();
        return ofConnection == null
                ? null
                : new EarlyResponder(ofConnection, new ConnectionMetrics(connection, metrics), encoder);
    }

    /** Writes the response to a request; returns false if there is none. */
    boolean respond(HttpRequest request) {
        metrics.begin();
        var response = find(request);
        if (response == null) {
            metrics.end();
            return false;
        }
        var unused = encoder.write(response.bytes(), encoder.voidPromise());
        metrics.end(response);
        hasWritten = true;
        return true;
    }

    private EarlyResponses.@Nullable EarlyResponse find(HttpRequest request) {
        try {
            return responses.respond(request, encoder.alloc());
        } catch (RuntimeException e) {
            LOG.debug("No early response can be made, so the resource responds", e);
            return null;
        }
    }

    /** Sends what was written, at the end of a read. */
    void flush() {
        if (hasWritten) {
            hasWritten = false;
            encoder.flush();
        }
    }
}
