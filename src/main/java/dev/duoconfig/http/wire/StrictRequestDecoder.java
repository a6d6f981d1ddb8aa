package dev.duoconfig.http.wire;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;

/** Rejects header lines that continue the line before, which RFC 9112 section 5.2 obsoletes and Netty joins. */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {

    private static final byte NEW_LINE = '\n';

    private boolean inHead = true;
    private boolean broken;
    private byte lastByte;

    StrictRequestDecoder(HttpServerOptions options) {
        super(options);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) throws Exception {
        if (broken) {
            bytes.skipBytes(bytes.readableBytes());
            return;
        }
        if (inHead && hasFoldedLine(bytes)) {
            broken = true;
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
        if (from < end && lastByte == NEW_LINE && isBlank(bytes.getByte(from))) {
            return true;
        }
        for (var line = bytes.indexOf(from, end, NEW_LINE); line >= 0 && line + 1 < end; ) {
            var next = bytes.getByte(line + 1);
            if (isBlank(next)) {
                return true;
            }
            if (next == '\r' || next == NEW_LINE) {
                return false;
            }
            line = bytes.indexOf(line + 1, end, NEW_LINE);
        }
        return false;
    }

    private static boolean isBlank(byte value) {
        return value == ' ' || value == '\t';
    }
}
