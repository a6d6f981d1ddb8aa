package dev.duoconfig.snapshot;

import java.util.Map;
import java.util.Set;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A response that was created when its revision was published or that is made of such parts, without a resource.
 *
 * @param template the path with its parameters in braces, as it appears in metrics
 * @param roles the roles that can read it, equal to those of the resource method of the same path
 * @param storable whether the caller can store it
 * @param tagged whether it has an entity tag, with which the caller can revalidate it with {@code If-None-Match}
 * @param ownTag its entity tag if that is not the one of the revision
 * @param headers headers that only this response has
 * @param body the body
 * @param served called for each request that receives it
 */
public record PreparedResponse(
        String template,
        Set<String> roles,
        boolean storable,
        boolean tagged,
        @Nullable String ownTag,
        Map<String, String> headers,
        Body body,
        Runnable served) {

    /** A response with the entity tag of the revision if it is storable. */
    public PreparedResponse(String template, Set<String> roles, boolean storable, Body body, Runnable served) {
        this(template, roles, storable, storable, null, Map.of(), body, served);
    }

    /** A response whose use is not counted. */
    public PreparedResponse(String template, Set<String> roles, boolean storable, Body body) {
        this(template, roles, storable, body, () -> {});
    }

    /** A response with an entity tag of its own. */
    public static PreparedResponse tagged(String template, Set<String> roles, String tag, Body body) {
        return new PreparedResponse(template, roles, true, true, tag, Map.of(), body, () -> {});
    }

    /** A response with headers of its own and without an entity tag. */
    public static PreparedResponse untagged(
            String template, Set<String> roles, Map<String, String> headers, Body body) {
        return new PreparedResponse(template, roles, true, false, null, headers, body, () -> {});
    }

    /** The body of a response. */
    @FunctionalInterface
    public interface Body {

        /** A new buffer, or null if the body cannot be produced; the resource then returns the error. */
        @Nullable
        Buffer buffer();
    }
}
