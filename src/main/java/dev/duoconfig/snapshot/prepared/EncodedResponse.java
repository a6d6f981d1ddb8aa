package dev.duoconfig.snapshot.prepared;

import java.nio.charset.StandardCharsets;

import dev.duoconfig.http.edge.RequestIds;
import dev.duoconfig.snapshot.SnapshotAge;
import io.micrometer.core.instrument.Timer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vertx.core.http.impl.headers.HeadersMultiMap;

/** A prepared response with one status as it is sent in HTTP/1.1, except for the headers that differ between requests. */
final class EncodedResponse {

    private static final byte[] AGE = ascii(SnapshotAge.NAME + ": ");
    private static final byte[] REQUEST_ID = ascii("\r\n" + RequestIds.HEADER + ": ");
    private static final byte[] LENGTH = ascii("\r\ncontent-length: ");
    private static final byte[] END = ascii("\r\n\r\n");

    /** More than the headers that are not in the head, without the request's ID. */
    private static final int VARYING = 100;

    private final byte[] head;
    private final Timer timer;

    /**
     * Encodes the head.
     *
     * @param status the status line without the version
     * @param timer the metric of requests for it
     */
    EncodedResponse(String status, HeadersMultiMap headers, Timer timer) {
        var encoded = Unpooled.buffer().writeBytes(ascii("HTTP/1.1 " + status + "\r\n"));
        headers.encode(encoded);
        this.head = ByteBufUtil.getBytes(encoded);
        this.timer = timer;
    }

    Timer timer() {
        return timer;
    }

    /**
     * The response to one request.
     *
     * @param age the age of the snapshot in seconds
     * @param requestId an ID that was checked
     * @param body the body; a 304 has none
     */
    ByteBuf bytes(ByteBufAllocator allocator, long age, String requestId, boolean unchanged, ByteBuf body) {
        var size = body.readableBytes();
        var bytes = allocator.ioBuffer(head.length + VARYING + requestId.length() + size);
        bytes.writeBytes(head).writeBytes(AGE);
        write(bytes, Long.toString(age));
        bytes.writeBytes(REQUEST_ID);
        write(bytes, requestId);
        if (!unchanged) {
            bytes.writeBytes(LENGTH);
            write(bytes, Integer.toString(size));
        }
        return bytes.writeBytes(END).writeBytes(body, body.readerIndex(), size);
    }

    private static void write(ByteBuf bytes, String text) {
        ByteBufUtil.writeAscii(bytes, text);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
