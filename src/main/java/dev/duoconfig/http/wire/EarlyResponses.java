package dev.duoconfig.http.wire;

import io.micrometer.core.instrument.Timer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Responses to requests of HTTP/1.1 that are sent as soon as the head of the request is decoded, ahead of the router. The package that
 * has such responses implements this.
 */
public interface EarlyResponses {

    /** Begins a connection; null if the router responds to all of its requests. */
    @Nullable
    OfConnection begin();

    /** The responses to the requests of one connection, in their order. */
    interface OfConnection {

        /** The response to a valid request; null if the router is to respond, as it would without this. */
        @Nullable
        EarlyResponse respond(HttpRequest request, ByteBufAllocator allocator);
    }

    /**
     * A response.
     *
     * @param bytes all of it; its receiver releases them
     * @param bodySize how many of them are the body
     * @param timer the metric of such requests
     */
    record EarlyResponse(ByteBuf bytes, int bodySize, Timer timer) {}
}
