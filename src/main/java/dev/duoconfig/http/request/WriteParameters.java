package dev.duoconfig.http.request;

import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The parameters of a write: whether it is a dry run, and the condition under which it may change a resource. */
public class WriteParameters {

    @RestQuery("dry_run")
    @Nullable
    String dryRun;

    @RestHeader("If-Match")
    @Nullable
    String ifMatch;

    @RestHeader("If-None-Match")
    @Nullable
    String ifNoneMatch;

    public boolean dryRun() {
        return QueryParameters.flag("dry_run", dryRun);
    }

    public WriteCondition condition() {
        return WriteCondition.parse(ifMatch, ifNoneMatch);
    }
}
