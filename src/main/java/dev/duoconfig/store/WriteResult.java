package dev.duoconfig.store;

import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/**
 * The result of a write or of a dry run.
 *
 * @param body the resource after the write
 * @param revision the configuration's current revision, which a dry run leaves unchanged
 * @param effectiveChanges the number of features whose effective model changed
 */
public record WriteResult<T>(T body, long revision, int effectiveChanges, boolean dryRun) {

    /** A 200 with the headers of {@link #addHeadersWithETag}. */
    public RestResponse<T> okWithETag() {
        return addHeadersWithETag(ResponseBuilder.ok(body)).build();
    }

    /** Adds {@code ETag} to the headers of {@link #addHeadersWithoutETag}, for a response with the resource. */
    public <B> ResponseBuilder<B> addHeadersWithETag(ResponseBuilder<B> response) {
        return addHeadersWithoutETag(response).header(HttpHeaders.ETAG, Revisions.entityTag(revision));
    }

    /** Like {@link #addHeadersWithETag(ResponseBuilder)}, for a resource with a status, whose version is part of the tag. */
    public <B> ResponseBuilder<B> addHeadersWithETag(ResponseBuilder<B> response, long version) {
        return addHeadersWithoutETag(response).header(HttpHeaders.ETAG, Revisions.entityTag(revision, version));
    }

    /**
     * Adds {@code Config-Revision}, {@code Effective-Changes} and, after a dry run, {@code Dry-Run}, for a response without
     * the resource: it was deleted, or never created.
     */
    public <B> ResponseBuilder<B> addHeadersWithoutETag(ResponseBuilder<B> response) {
        response.header(Revisions.HEADER, revision);
        return addEffectiveChanges(response, effectiveChanges, dryRun);
    }

    /** Adds {@code Effective-Changes: 0} and, for a dry run, {@code Dry-Run}. */
    public static <B> ResponseBuilder<B> addNoEffectiveChanges(ResponseBuilder<B> response, boolean dryRun) {
        return addEffectiveChanges(response, 0, dryRun);
    }

    private static <B> ResponseBuilder<B> addEffectiveChanges(
            ResponseBuilder<B> response, int effectiveChanges, boolean dryRun) {
        response.header("Effective-Changes", effectiveChanges);
        if (dryRun) {
            response.header("Dry-Run", true);
        }
        return response;
    }
}
