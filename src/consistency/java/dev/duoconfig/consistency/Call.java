package dev.duoconfig.consistency;

import org.jspecify.annotations.Nullable;

/**
 * A request.
 *
 * @param path the path with its query, but without {@code min_revision}
 * @param minRevision the requested {@code min_revision}, or 0
 * @param knownRevision the revision whose entity tag is sent as {@code If-None-Match}, or -1
 */
record Call(
        Kind kind,
        String role,
        String method,
        String path,
        @Nullable String body,
        long minRevision,
        long knownRevision) {

    enum Kind {
        WRITE,
        EFFECTIVE_MODEL,
        FEATURE,
        FEATURES,
        METADATA,
        REVISION,
        EVENT,
        VERIFICATION
    }

    static final Call REVISION = read(Kind.REVISION, "/revision");
    static final Call VERIFICATION =
            new Call(Kind.VERIFICATION, "admin", "GET", "/audit-events/verification", null, 0, -1);

    static Call write(String method, String path, String body) {
        return new Call(Kind.WRITE, "admin", method, path, body, 0, -1);
    }

    static Call read(Kind kind, String path) {
        return new Call(kind, kind == Kind.METADATA ? "resolver" : "viewer", "GET", path, null, 0, -1);
    }

    Call withMinRevision(long revision) {
        return new Call(kind, role, method, path, body, revision, knownRevision);
    }

    Call ifChangedSince(long revision) {
        return new Call(kind, role, method, path, body, minRevision, revision);
    }

    String target() {
        return minRevision == 0 ? path : path + (path.contains("?") ? "&" : "?") + "min_revision=" + minRevision;
    }

    /** The second segment of the path, such as the ID of a feature. */
    String objectId() {
        return path.split("[/?]", -1)[2];
    }

    boolean isWrite() {
        return kind == Kind.WRITE;
    }
}
