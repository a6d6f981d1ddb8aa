package dev.duoconfig.http.edge;

/** The path below which Quarkus serves health, metrics, the contract, and Swagger UI. */
public final class FrameworkPaths {

    private FrameworkPaths() {}

    /** The path without a slash at its end; below the root of the service unless it is absolute. */
    public static String of(String root, String framework) {
        var above = framework.startsWith("/") ? "" : withoutSlash(root) + "/";
        return above + withoutSlash(framework);
    }

    /** A path without the slash at its end, so that others can be appended. */
    public static String withoutSlash(String path) {
        return path.replaceAll("/+$", "");
    }
}
