package dev.duoconfig.http.wire;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a request only when the ones before it have been responded to and the client takes the responses, so that a client
 * that sends requests and reads nothing costs some kilobytes. Rejects header lines that continue the line before, which
 * RFC 9112 section 5.2 obsoletes and Netty joins. See docs/framework.md.
 */
final class RequestDecoder extends VertxHttpRequestDecoder {

    private static final byte NEW_LINE = '\n';
    private static final int MAX_WAITING_BYTES = 64 * 1024;

    private final RequestGuard guard;
    private final HeaderValidator validator = new HeaderValidator();
    private @Nullable ChannelHandlerContext context;

    /** Between requests, or within the head of one. */
    private boolean inHead = true;

    private boolean begun;
    private boolean broken;
    private boolean stopped;

    /** A connection decodes one request in each turn of its event loop, so that the other connections have theirs. */
    private boolean hadItsTurn;

    private boolean hasResumeScheduled;
    private byte lastByte;

    RequestDecoder(HttpServerOptions options, RequestGuard guard) {
        super(options);
        this.guard = guard;
    }

    /** Whether bytes have arrived that have not been decoded. */
    boolean isWaiting() {
        return actualReadableBytes() > 0;
    }

    /** Decodes what has been waiting in a later turn, because the code that writes a response has not finished with it. */
    void resumeLater() {
        if (context != null && !hasResumeScheduled) {
            hasResumeScheduled = true;
            context.executor().execute(this::resume);
        }
    }

    /** Decodes what has been waiting. The end of a read is what makes Vert.x send the responses. */
    private void resume() {
        hasResumeScheduled = false;
        if (context != null && isWaiting() && mayBegin(context)) {
            readAgain(context);
            try {
                channelRead(context, Unpooled.EMPTY_BUFFER);
            } catch (Exception e) {
                context.fireExceptionCaught(e);
            }
            context.fireChannelReadComplete();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        this.context = context;
        hadItsTurn = false;
        super.channelRead(context, message);
        if (actualReadableBytes() > MAX_WAITING_BYTES) {
            stopped = true;
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        if (stopped) {
            // The superclass would read on, because nothing was decoded.
            context.fireChannelReadComplete();
        } else {
            super.channelReadComplete(context);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
        resume();
        super.channelWritabilityChanged(context);
    }

    @Override
    protected HttpMessage createMessage(String[] line) {
        return new DefaultHttpRequest(
                HttpVersion.valueOf(line[2]), HttpMethod.valueOf(line[0]), line[1], new HeadersMultiMap(validator));
    }

    private boolean mayBegin(ChannelHandlerContext context) {
        return guard.owedResponses() == 0 && context.channel().isWritable();
    }

    /** Before anything is decoded, so that Vert.x can stop reading for reasons of its own. */
    private void readAgain(ChannelHandlerContext context) {
        if (stopped) {
            stopped = false;
            context.channel().config().setAutoRead(true);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) throws Exception {
        if (broken) {
            bytes.skipBytes(bytes.readableBytes());
            return;
        }
        if (inHead && !begun && !mayBegin(context)) {
            return;
        }
        if (!begun && hadItsTurn) {
            resumeLater();
            return;
        }
        if (!begun) {
            skipLineBreaks(bytes);
            begun = bytes.isReadable();
            hadItsTurn = begun;
        }
        if (inHead && hasFoldedLine(bytes)) {
            broken = true;
            bytes.skipBytes(bytes.readableBytes());
            var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
            request.setDecoderResult(
                    DecoderResult.failure(new MalformedRequestException("A header line must not begin with a blank.")));
            out.add(request);
            return;
        }
        var begin = bytes.readerIndex();
        var decoded = out.size();
        super.decode(context, bytes, out);
        for (var i = decoded; i < out.size(); i++) {
            var message = out.get(i);
            if (message instanceof LastHttpContent) {
                inHead = true;
                begun = false;
                lastByte = 0;
            } else if (message instanceof HttpMessage) {
                inHead = false;
            }
        }
        if (inHead && decoded == out.size() && bytes.readerIndex() > begin) {
            lastByte = bytes.getByte(bytes.readerIndex() - 1);
        }
    }

    private boolean hasFoldedLine(ByteBuf bytes) {
        var from = bytes.readerIndex();
        var end = bytes.writerIndex();
        if (from < end && lastByte == NEW_LINE) {
            if (isBlank(bytes.getByte(from))) {
                return true;
            }
            if (isLineBreak(bytes.getByte(from))) {
                return false;
            }
        }
        for (var line = bytes.indexOf(from, end, NEW_LINE); line >= 0 && line + 1 < end; ) {
            var next = bytes.getByte(line + 1);
            if (isBlank(next)) {
                return true;
            }
            if (isLineBreak(next)) {
                return false;
            }
            line = bytes.indexOf(line + 1, end, NEW_LINE);
        }
        return false;
    }

    /** Skips empty lines ahead of a request, as RFC 9112 section 2.2 asks for. */
    private static void skipLineBreaks(ByteBuf bytes) {
        while (bytes.isReadable() && isLineBreak(bytes.getByte(bytes.readerIndex()))) {
            bytes.skipBytes(1);
        }
    }

    private static boolean isLineBreak(byte value) {
        return value == '\r' || value == NEW_LINE;
    }

    private static boolean isBlank(byte value) {
        return value == ' ' || value == '\t';
    }
}
