package dev.duoconfig.outbound.address;

import java.util.Locale;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * An absolute http or https URL without user info and fragment that names neither a link-local address nor the
 * metadata service of a cloud, in no spelling. What its name resolves to is not known here.
 */
public final class HttpUrl {

    /** The longest URL that is accepted, in characters. */
    public static final int MAX_LENGTH = 2048;

    private final String scheme;
    private final String authority;
    private final String host;
    private final int port;
    private final String path;
    private final @Nullable String query;

    HttpUrl(String scheme, String authority, String host, int port, String path, @Nullable String query) {
        this.scheme = scheme;
        this.authority = authority;
        this.host = host;
        this.port = port;
        this.path = path;
        this.query = query;
    }

    /**
     * Reads a URL.
     *
     * @param text the URL; white space around it is ignored
     * @throws HttpUrlException if it breaks a rule, which the exception names
     */
    public static HttpUrl parse(String text) {
        return HttpUrlParser.parse(text);
    }

    /**
     * Reads a URL that others are made from by adding to its path: it ends in no slash, and has no query.
     *
     * @throws HttpUrlException if it breaks a rule, which the exception names
     */
    public static HttpUrl parseBase(String text) {
        var url = parse(text).withoutTrailingSlashes();
        if (url.query != null) {
            throw new HttpUrlException(HttpUrlException.Kind.INVALID, "A query (? and what follows) is not allowed.");
        }
        return url;
    }

    /** The URL as it was given, without the white space around it. */
    public String value() {
        return scheme + "://" + authority + path + (query == null ? "" : "?" + query);
    }

    /** The same URL with a path that does not end in slashes; the query stays. */
    public HttpUrl withoutTrailingSlashes() {
        return new HttpUrl(scheme, authority, host, port, trimmedPath(), query);
    }

    /** {@code http} or {@code https}. */
    public String scheme() {
        return scheme.toLowerCase(Locale.ROOT);
    }

    /** The host in lower case: a name without trailing dot, or an address without brackets. */
    public String host() {
        return host;
    }

    /** The port that is connected to: the given one, or the scheme's default. */
    public int port() {
        return port;
    }

    /** Whether the path, without slashes at its end, ends in the given text. */
    public boolean pathEndsWith(String ending) {
        return trimmedPath().endsWith(ending);
    }

    /**
     * Appends to the path, with exactly one slash between; the query stays.
     *
     * @param pathSuffix ASCII, already percent-encoded, with neither query nor fragment
     */
    public HttpUrl resolve(String pathSuffix) {
        if (!HttpUrlParser.isPath(pathSuffix)) {
            throw new IllegalArgumentException("Not the suffix of a path: " + pathSuffix);
        }
        var separator = pathSuffix.startsWith("/") ? "" : "/";
        return new HttpUrl(scheme, authority, host, port, trimmedPath() + separator + pathSuffix, query);
    }

    /** Scheme, host and port, in one spelling: equal for URLs that lead to the same server. */
    public String origin() {
        return scheme() + "://" + hostInAuthority() + ":" + port;
    }

    /** Whether two texts lead to the same server; no URL at all is the same as none, and what is none as itself only. */
    public static boolean haveSameOrigin(@Nullable String one, @Nullable String other) {
        return Objects.equals(originOf(one), originOf(other));
    }

    private static @Nullable String originOf(@Nullable String text) {
        try {
            return text == null ? null : parse(text).origin();
        } catch (HttpUrlException e) {
            return text;
        }
    }

    /** The same URL with one more parameter, unless its query has one of that name already. Both are ASCII, encoded. */
    public HttpUrl withParameter(String name, String parameterValue) {
        if (query != null && ("&" + query).contains("&" + name + "=")) {
            return this;
        }
        var prefix = query == null || query.isEmpty() ? "" : query + "&";
        return new HttpUrl(scheme, authority, host, port, path, prefix + name + "=" + parameterValue);
    }

    /** The host as it stands before the port: an IPv6 address in brackets. */
    public String hostInAuthority() {
        return IpLiterals.bracketed(host);
    }

    /** Whether connections to it are encrypted. */
    public boolean isTls() {
        return scheme().equals("https");
    }

    /** What stands in the first line of a request. */
    public String requestTarget() {
        return (path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    }

    /** The URL without its query, which may hold a secret: fit for messages and logs. */
    @Override
    public String toString() {
        return scheme + "://" + authority + path;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HttpUrl url && url.value().equals(value());
    }

    @Override
    public int hashCode() {
        return Objects.hash(value());
    }

    private String trimmedPath() {
        var end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }
}
