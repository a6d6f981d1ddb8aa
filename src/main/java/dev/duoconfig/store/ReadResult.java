package dev.duoconfig.store;

import java.util.function.Function;
import java.util.function.Supplier;

import dev.duoconfig.http.request.IfNoneMatch;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/**
 * The result of a read, with the revision it belongs to.
 *
 * @param body the resource that was read
 */
public record ReadResult<T>(T body, long revision) {

    /** A 200 with the header {@code Config-Revision}. */
    public RestResponse<T> okWithRevision() {
        return ResponseBuilder.ok(body).header(Revisions.HEADER, revision).build();
    }

    /** A 200 with the header {@code Config-Revision} that no cache may store. */
    public RestResponse<T> okWithRevisionAndNoStore() {
        return ResponseBuilder.ok(body)
                .header(Revisions.HEADER, revision)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /** A 200 with the headers {@code Config-Revision} and {@code ETag}, or a 304 if the caller has this revision. */
    public RestResponse<T> okWithETagOrNotModified(IfNoneMatch condition) {
        return okWithETagOrNotModified(condition, revision, () -> body);
    }

    /** Works like {@link #okWithETagOrNotModified(IfNoneMatch)}, for a resource with a status, whose version is part of the tag. */
    public RestResponse<T> okWithETagOrNotModified(IfNoneMatch condition, long version) {
        return okWithETagOrNotModified(condition, revision, version, () -> body);
    }

    /** Works like {@link #okWithETagOrNotModified(IfNoneMatch, long)}, and builds the body only if the caller needs it. */
    public static <T> RestResponse<T> okWithETagOrNotModified(
            IfNoneMatch condition, long revision, long version, Supplier<T> body) {
        ResponseBuilder<T> response =
                condition.has(revision, version) ? ResponseBuilder.notModified() : ResponseBuilder.ok(body.get());
        return response.header(Revisions.HEADER, revision)
                .header(HttpHeaders.ETAG, Revisions.entityTag(revision, version))
                .build();
    }

    /** Works like {@link #okWithETagOrNotModified(IfNoneMatch)}, and builds the body only if the caller needs it. */
    public static <T> RestResponse<T> okWithETagOrNotModified(IfNoneMatch condition, long revision, Supplier<T> body) {
        ResponseBuilder<T> response =
                condition.has(revision) ? ResponseBuilder.notModified() : ResponseBuilder.ok(body.get());
        return response.header(Revisions.HEADER, revision)
                .header(HttpHeaders.ETAG, Revisions.entityTag(revision))
                .build();
    }

    public <R> ReadResult<R> map(Function<T, R> mapping) {
        return new ReadResult<>(mapping.apply(body), revision);
    }
}
