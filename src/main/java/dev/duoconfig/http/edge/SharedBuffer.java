package dev.duoconfig.http.edge;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;

/** Memory that all responses with the same body share, so that clients that read slowly do not exhaust it. */
public final class SharedBuffer {

    private SharedBuffer() {}

    /** A buffer that can be sent any number of times. */
    public static Buffer of(byte[] bytes) {
        // Outside of the heap, because the native transport would copy each response there.
        return BufferImpl.buffer(
                Unpooled.directBuffer(bytes.length).writeBytes(bytes).asReadOnly());
    }
}
