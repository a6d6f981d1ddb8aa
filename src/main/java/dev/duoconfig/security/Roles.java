package dev.duoconfig.security;

import java.util.List;

/** The roles of the service. Each resource method, and openapi.yaml, states what a role may do. */
public final class Roles {

    /** Everything except model metadata. */
    public static final String ADMIN = "admin";

    /** What {@link #VIEWER} may, and every write as a dry run, which changes nothing and sends nothing to a model or gateway. */
    public static final String PLANNER = "planner";

    /** Every read except model metadata, the master keys, and what sends requests to other servers. */
    public static final String VIEWER = "viewer";

    /** Effective models and model metadata, which GitLab needs to serve requests. */
    public static final String RESOLVER = "resolver";

    /** All roles, the most powerful one first. */
    static final List<String> ALL = List.of(ADMIN, PLANNER, VIEWER, RESOLVER);

    private Roles() {}
}
