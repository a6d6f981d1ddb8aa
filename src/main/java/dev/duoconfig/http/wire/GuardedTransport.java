package dev.duoconfig.http.wire;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.EpollTransport;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.transport.Transport;

/**
 * Adds {@link ConnectionSetup} to every connection that the server accepts. Vert.x has no other hook that sees a
 * connection before its first request. See docs/framework.md.
 */
public final class GuardedTransport implements VertxServiceProvider {

    @Override
    public void init(VertxBuilder builder) {
        builder.findTransport(guarded(builder.findTransport()));
    }

    private static Transport guarded(Transport transport) {
        if (transport instanceof EpollTransport) {
            return new EpollTransport() {
                @Override
                public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
                    return guarded(super.serverChannelFactory(domainSocket));
                }
            };
        }
        if (transport instanceof JDKTransport) {
            return new JDKTransport() {
                @Override
                public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
                    return guarded(super.serverChannelFactory(domainSocket));
                }
            };
        }
        throw new IllegalStateException("No guard for connections of " + transport);
    }

    private static ChannelFactory<ServerChannel> guarded(ChannelFactory<? extends ServerChannel> factory) {
        return () -> {
            var server = factory.newChannel();
            server.pipeline().addLast(new Acceptor());
            return server;
        };
    }

    @ChannelHandler.Sharable
    private static final class Acceptor extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            ((Channel) accepted).pipeline().addLast(new ConnectionSetup(false));
            context.fireChannelRead(accepted);
        }
    }
}
