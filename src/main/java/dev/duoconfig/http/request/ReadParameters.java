package dev.duoconfig.http.request;

import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** The parameters of a conditional read from the database. */
public class ReadParameters {

    @RestHeader("If-None-Match")
    @Nullable
    String ifNoneMatch;

    public IfNoneMatch condition() {
        return IfNoneMatch.parse(ifNoneMatch);
    }
}
