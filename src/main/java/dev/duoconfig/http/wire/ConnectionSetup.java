package dev.duoconfig.http.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.quarkus.arc.Arc;

/** Adds the handlers of this package to a connection when its first bytes arrive, because Vert.x has added its own by then. */
final class ConnectionSetup extends ChannelInboundHandlerAdapter {

    private static final String DECODER = "httpDecoder";

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var pipeline = context.pipeline();
        // Not there before the end of a TLS handshake, and never in HTTP/2.
        if (pipeline.get(DECODER) != null) {
            var server = Arc.container().instance(ServerOptions.class).get();
            var guard = new RequestGuard(server.rejected());
            var decoder = new RequestDecoder(server.options(), guard);
            pipeline.replace(DECODER, DECODER, decoder);
            pipeline.addBefore("handler", "requestGuard", guard);
            guard.onResponse(decoder::resume);
            pipeline.remove(this);
        }
        context.fireChannelRead(message);
    }
}
