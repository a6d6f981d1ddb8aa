package dev.duoconfig.snapshot;

import java.util.Map;

import dev.duoconfig.store.Revisions;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** All prepared responses of one revision, by path. */
public final class PreparedResponses {

    private final Map<String, PreparedResponse> byPath;
    private final long revision;
    private final CharSequence revisionText;
    private final String entityTag;
    private final CharSequence entityTagHeader;

    PreparedResponses(long revision, Map<String, PreparedResponse> byPath) {
        this.byPath = Map.copyOf(byPath);
        this.revision = revision;
        this.revisionText = HttpHeaders.createOptimized(Long.toString(revision));
        this.entityTag = Revisions.entityTag(revision);
        this.entityTagHeader = HttpHeaders.createOptimized(entityTag);
    }

    @Nullable
    public PreparedResponse at(String path) {
        return byPath.get(path);
    }

    public long revision() {
        return revision;
    }

    public CharSequence revisionText() {
        return revisionText;
    }

    public String entityTag() {
        return entityTag;
    }

    public CharSequence entityTagHeader() {
        return entityTagHeader;
    }
}
