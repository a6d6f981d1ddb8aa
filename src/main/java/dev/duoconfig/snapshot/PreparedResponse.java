package dev.duoconfig.snapshot;

import java.util.Set;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * An answer that was made when its revision was published, so that a request for it costs a look-up.
 *
 * @param template the path with its parameters in braces, as metrics name it
 * @param roles who may have it; the same as at the resource method that answers the same path
 * @param storable whether the caller may keep it, and ask with {@code If-None-Match} whether it still holds
 * @param body the bytes
 * @param served called for each request that is answered with it
 */
public record PreparedResponse(String template, Set<String> roles, boolean storable, Body body, Runnable served) {

    /** One whose use is not counted. */
    public PreparedResponse(String template, Set<String> roles, boolean storable, Body body) {
        this(template, roles, storable, body, () -> {});
    }

    /** The bytes of an answer. */
    @FunctionalInterface
    public interface Body {

        /** A buffer of the caller's own, or null when the bytes cannot be had; the resource then says why. */
        @Nullable
        Buffer buffer();
    }
}
