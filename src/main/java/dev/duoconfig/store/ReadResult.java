package dev.duoconfig.store;

import java.util.function.Function;
import java.util.function.Supplier;

import dev.duoconfig.http.request.IfNoneMatch;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/**
 * What a read found, and of which revision it is.
 *
 * @param body the answer
 */
public record ReadResult<T>(T body, long revision) {

    /** The answer as 200. */
    public RestResponse<T> ok() {
        return ResponseBuilder.ok(body).header(Revisions.HEADER, revision).build();
    }

    /** The answer as 200, which nobody may keep. */
    public RestResponse<T> unstored() {
        return ResponseBuilder.ok(body)
                .header(Revisions.HEADER, revision)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /** The answer as 200, or 304 if the caller has it. */
    public RestResponse<T> unless(IfNoneMatch condition) {
        return unless(condition, revision, () -> body);
    }

    /** As {@link #unless(IfNoneMatch)}, without making a body that the caller has already. */
    public static <T> RestResponse<T> unless(IfNoneMatch condition, long revision, Supplier<T> body) {
        ResponseBuilder<T> answer =
                condition.has(revision) ? ResponseBuilder.notModified() : ResponseBuilder.ok(body.get());
        return answer.header(Revisions.HEADER, revision)
                .header(HttpHeaders.ETAG, Revisions.entityTag(revision))
                .build();
    }

    public <R> ReadResult<R> map(Function<T, R> mapping) {
        return new ReadResult<>(mapping.apply(body), revision);
    }
}
