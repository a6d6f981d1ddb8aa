package dev.duoconfig.http.wire;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.quarkus.arc.Arc;

/** Adds the handlers of this package to a connection when its first bytes arrive, because Vert.x has added its own by then. */
final class ConnectionSetup extends ChannelInboundHandlerAdapter {

    private static final String DECODER = "httpDecoder";

    private final boolean behindTls;

    /**
     * Creates the handler.
     *
     * @param behindTls whether the bytes that it sees are decrypted
     */
    ConnectionSetup(boolean behindTls) {
        this.behindTls = behindTls;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var pipeline = context.pipeline();
        // Not there before the end of a TLS handshake, and never in HTTP/2.
        if (pipeline.get(DECODER) != null) {
            var server = Arc.container().instance(ServerOptions.class).get();
            var guard = new RequestGuard(server.rejected()::respond, server.earlyResponder(pipeline));
            var decoder = new RequestDecoder(server.options(), guard);
            pipeline.replace(DECODER, DECODER, decoder);
            pipeline.addBefore("handler", "requestGuard", guard);
            guard.setDecoder(decoder);
            pipeline.remove(this);
        } else if (!behindTls && pipeline.get("ssl") != null) {
            pipeline.remove(this);
            pipeline.addLast(new ConnectionSetup(true));
        }
        context.fireChannelRead(message);
    }
}
