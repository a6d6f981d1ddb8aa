package dev.duoconfig.snapshot;

import java.util.List;
import java.util.Map;

import dev.duoconfig.store.Revisions;
import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** All prepared responses of one revision, by path. */
public final class PreparedResponses {

    private final Map<String, PreparedResponse> byPath;
    private final List<ResponseLookup> lookups;
    private final long revision;
    private final CharSequence revisionText;
    private final String entityTag;
    private final CharSequence entityTagHeader;

    PreparedResponses(long revision, Map<String, PreparedResponse> byPath, List<ResponseLookup> lookups) {
        this.byPath = Map.copyOf(byPath);
        this.lookups = List.copyOf(lookups);
        this.revision = revision;
        this.revisionText = HttpHeaders.createOptimized(Long.toString(revision));
        this.entityTag = Revisions.entityTag(revision);
        this.entityTagHeader = HttpHeaders.createOptimized(entityTag);
    }

    @Nullable
    public PreparedResponse at(String path) {
        return byPath.get(path);
    }

    /**
     * The lookup for a request target, or null.
     *
     * @param target begins with the path, behind which anything can follow
     */
    public @Nullable ResponseLookup lookup(String target) {
        for (var lookup : lookups) {
            if (target.startsWith(lookup.path())) {
                return lookup;
            }
        }
        return null;
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
