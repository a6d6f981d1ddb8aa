package dev.duoconfig.http.wire;

import java.util.ArrayDeque;
import java.util.Queue;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.quarkus.arc.Arc;
import org.jspecify.annotations.Nullable;

/**
 * Holds back the bytes of a connection while it owes responses, so that a client that sends requests and reads nothing costs
 * some kilobytes: a request is decoded only when the ones before it have been responded to and the client takes the responses.
 */
final class RequestGate extends ChannelInboundHandlerAdapter {

    /** Decoded at once, so it limits the requests that one read can turn into. */
    private static final int SLICE = 2048;

    private static final String DECODER = "httpDecoder";
    private static final int MAX_WAITING = 64 * 1024;

    private final Queue<ByteBuf> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean forwarding;
    private boolean stopped;
    private @Nullable RequestGuard guard;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes) || !guarded(context)) {
            context.fireChannelRead(message);
            return;
        }
        waiting.add(bytes);
        waitingBytes += bytes.readableBytes();
        forward(context);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        forward(context);
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        waiting.forEach(ByteBuf::release);
        waiting.clear();
        context.fireChannelInactive();
    }

    /** Forwards what can be forwarded now. */
    void forward(ChannelHandlerContext context) {
        if (forwarding) {
            return;
        }
        forwarding = true;
        for (var bytes = waiting.peek(); bytes != null && isOpen(context); bytes = waiting.peek()) {
            var length = Math.min(SLICE, bytes.readableBytes());
            waitingBytes -= length;
            if (length == bytes.readableBytes()) {
                waiting.remove();
                context.fireChannelRead(bytes);
            } else {
                context.fireChannelRead(bytes.readRetainedSlice(length));
            }
        }
        forwarding = false;
        limitReading(context);
    }

    /** The body of the one request in progress passes; another request only when the client takes its responses. */
    private boolean isOpen(ChannelHandlerContext context) {
        var owed = guard == null ? 0 : guard.owedResponses();
        return owed == 1 || (owed == 0 && context.channel().isWritable());
    }

    private void limitReading(ChannelHandlerContext context) {
        var config = context.channel().config();
        if (!stopped && waitingBytes > MAX_WAITING) {
            stopped = true;
            config.setAutoRead(false);
        } else if (stopped && waitingBytes == 0) {
            stopped = false;
            config.setAutoRead(true);
        }
    }

    /** Adds the guard behind the decoder, which Vert.x puts into the pipeline after this handler. */
    private boolean guarded(ChannelHandlerContext context) {
        var pipeline = context.pipeline();
        if (guard == null && pipeline.get(DECODER) != null) {
            var server = Arc.container().instance(ServerOptions.class).get();
            guard = new RequestGuard(server, () -> forward(context));
            pipeline.replace(DECODER, DECODER, new StrictRequestDecoder(server.options()));
            pipeline.addBefore("handler", "requestGuard", guard);
        }
        return guard != null;
    }
}
