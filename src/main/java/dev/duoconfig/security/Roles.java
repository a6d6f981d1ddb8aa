package dev.duoconfig.security;

/** The roles of the service. What a role may do is written at each resource method, and in openapi.yaml. */
public final class Roles {

    /** Everything but model metadata. */
    public static final String ADMIN = "admin";

    /** Every read but model metadata. */
    public static final String VIEWER = "viewer";

    /** Effective models and model metadata: what a GitLab needs to serve requests. */
    public static final String RESOLVER = "resolver";

    private Roles() {}
}
