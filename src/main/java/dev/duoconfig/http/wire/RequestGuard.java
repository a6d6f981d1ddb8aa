package dev.duoconfig.http.wire;

import java.util.function.Function;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Counts the responses that a connection owes, and responds to requests that are not valid. After such a request, the
 * connection is closed, because nothing says where the next one would begin.
 */
final class RequestGuard extends ChannelDuplexHandler {

    private final Function<HttpRequest, @Nullable FullHttpResponse> rejections;

    private final @Nullable EarlyResponder early;
    private @Nullable RequestDecoder decoder;
    private int owed;
    private boolean isAnswered;

    /** Whether the connection ends after a request that was passed on. */
    private boolean isLast;

    private boolean ended;
    private @Nullable FullHttpResponse rejection;

    /**
     * Creates the guard of a connection.
     *
     * @param rejections the response to a request that is not valid, or null if the request is to be passed on
     * @param early responds to some of the valid requests, if there is such a thing
     */
    RequestGuard(Function<HttpRequest, @Nullable FullHttpResponse> rejections, @Nullable EarlyResponder early) {
        this.rejections = rejections;
        this.early = early;
    }

    /** Sets the decoder that waits for the responses. */
    void setDecoder(RequestDecoder decoder) {
        this.decoder = decoder;
    }

    /** Decoded requests whose responses have not been written yet. */
    int owedResponses() {
        return owed;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (ended || !context.channel().isActive()) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest request) {
            rejection = rejections.apply(request);
            if (rejection != null) {
                ended = true;
                ReferenceCountUtil.release(message);
                reject(context);
                return;
            }
            isAnswered = early != null && !isLast && early.respond(request);
            if (!isAnswered) {
                owed++;
                isLast = isLast || !HttpUtil.isKeepAlive(request);
            }
        }
        if (isAnswered) {
            ReferenceCountUtil.release(message);
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (early != null) {
            early.flush();
        }
        context.fireChannelReadComplete();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        var unused = context.write(message, promise);
        if (message instanceof LastHttpContent && !isInterim(message)) {
            owed--;
            reject(context);
            if (decoder != null && decoder.isWaiting()) {
                decoder.resumeLater();
            }
        }
    }

    /** Sends the rejection when the responses to the requests before have been sent. */
    private void reject(ChannelHandlerContext context) {
        if (rejection != null && owed == 0) {
            var unused = context.writeAndFlush(rejection).addListener(ChannelFutureListener.CLOSE);
            rejection = null;
        }
    }

    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
}
