package dev.duoconfig.security;

/** The roles of the service. Each resource method, and openapi.yaml, states what a role may do. */
public final class Roles {

    /** Everything except model metadata. */
    public static final String ADMIN = "admin";

    /** Every read except model metadata. */
    public static final String VIEWER = "viewer";

    /** Effective models and model metadata, which GitLab needs to serve requests. */
    public static final String RESOLVER = "resolver";

    private Roles() {}
}
