package dev.duoconfig.snapshot;

import java.util.Set;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A response that was created when its revision was published, so that a request for it costs one lookup.
 *
 * @param template the path with its parameters in braces, as it appears in metrics
 * @param roles the roles that can read it, equal to those of the resource method of the same path
 * @param storable whether the caller can store it and revalidate it with {@code If-None-Match}
 * @param body the body
 * @param served called for each request that receives it
 */
public record PreparedResponse(String template, Set<String> roles, boolean storable, Body body, Runnable served) {

    /** A response whose use is not counted. */
    public PreparedResponse(String template, Set<String> roles, boolean storable, Body body) {
        this(template, roles, storable, body, () -> {});
    }

    /** The body of a response. */
    @FunctionalInterface
    public interface Body {

        /** A new buffer, or null if the body cannot be produced; the resource then returns the error. */
        @Nullable
        Buffer buffer();
    }
}
