package dev.duoconfig.http.request;

import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The parameters of a conditional read from the snapshot. */
public class SnapshotParameters {

    @RestQuery(MinRevision.NAME)
    @Nullable
    String minRevision;

    @RestHeader("If-None-Match")
    @Nullable
    String ifNoneMatch;

    /** The revision that the snapshot has to have at least, or 0. */
    public long minRevision() {
        return MinRevision.parse(minRevision);
    }

    public IfNoneMatch condition() {
        return IfNoneMatch.parse(ifNoneMatch);
    }
}
