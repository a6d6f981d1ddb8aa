package dev.duoconfig.store;

import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/**
 * What a write did, or a dry run would have done.
 *
 * @param body the answer
 * @param revision the configuration's revision now; after a dry run the unchanged one
 * @param effectiveChanges the number of features whose effective model changed
 */
public record WriteResult<T>(T body, long revision, int effectiveChanges, boolean dryRun) {

    /** The answer as 200. */
    public RestResponse<T> ok() {
        return describe(ResponseBuilder.ok(body)).build();
    }

    /** Adds the headers of an answer that shows the thing. */
    public <B> ResponseBuilder<B> describe(ResponseBuilder<B> answer) {
        return describeWithoutThing(answer).header(HttpHeaders.ETAG, Revisions.entityTag(revision));
    }

    /** Adds the headers of an answer where there is no thing, because it is gone or was never made. */
    public <B> ResponseBuilder<B> describeWithoutThing(ResponseBuilder<B> answer) {
        answer.header(Revisions.HEADER, revision);
        return describe(answer, effectiveChanges, dryRun);
    }

    /** Adds the headers of a write that does nothing to the features. */
    public static <B> ResponseBuilder<B> withoutEffect(ResponseBuilder<B> answer, boolean dryRun) {
        return describe(answer, 0, dryRun);
    }

    private static <B> ResponseBuilder<B> describe(ResponseBuilder<B> answer, int effectiveChanges, boolean dryRun) {
        answer.header("Effective-Changes", effectiveChanges);
        if (dryRun) {
            answer.header("Dry-Run", true);
        }
        return answer;
    }
}
