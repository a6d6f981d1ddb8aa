package dev.duoconfig.outbound.address;

import java.util.Locale;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * An absolute http or https URL without user info and fragment. Its host is not a link-local address or a cloud metadata
 * service, in any spelling; addresses that a host name resolves to are not checked here.
 */
public final class HttpUrl {

    /** The maximum length of a URL, in characters. */
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
     * Parses a URL.
     *
     * @param text the URL; surrounding white space is ignored
     * @throws HttpUrlException if it violates a rule, which the exception states
     */
    public static HttpUrl parse(String text) {
        return HttpUrlParser.parse(text);
    }

    /**
     * Parses a base URL, whose path is extended later. Removes trailing slashes, and accepts no query.
     *
     * @throws HttpUrlException if it violates a rule, which the exception states
     */
    public static HttpUrl parseBase(String text) {
        var url = parse(text).withoutTrailingSlashes();
        if (url.query != null) {
            throw new HttpUrlException(HttpUrlException.Kind.INVALID, "A query (? and what follows) is not allowed.");
        }
        return url;
    }

    /**
     * Parses a server as {@code host:port}, the form that gRPC uses, into the URL of its root.
     *
     * @param text the server; surrounding white space is ignored
     * @throws HttpUrlException if it violates a rule, which the exception states
     */
    public static HttpUrl parseServer(String text, boolean tls) {
        return HttpUrlParser.parseServer(text, tls);
    }

    /** The URL in its original spelling, without surrounding white space. */
    public String value() {
        return scheme + "://" + authority + path + (query == null ? "" : "?" + query);
    }

    /** The same URL without trailing slashes in its path; the query is kept. */
    public HttpUrl withoutTrailingSlashes() {
        return new HttpUrl(scheme, authority, host, port, trimmedPath(), query);
    }

    /** {@code http} or {@code https}. */
    public String scheme() {
        return scheme.toLowerCase(Locale.ROOT);
    }

    /** The host in lower case: a name without a trailing dot, or an address without brackets. */
    public String host() {
        return host;
    }

    /** The port of the URL, or the default port of the scheme. */
    public int port() {
        return port;
    }

    /** Whether the path, without trailing slashes, ends with a text. */
    public boolean pathEndsWith(String ending) {
        return trimmedPath().endsWith(ending);
    }

    /**
     * Appends to the path, with exactly one slash in between; the query is kept.
     *
     * @param pathSuffix percent-encoded ASCII, without query and fragment
     */
    public HttpUrl resolve(String pathSuffix) {
        if (!HttpUrlParser.isPath(pathSuffix)) {
            throw new IllegalArgumentException("Not a path suffix: " + pathSuffix);
        }
        var separator = pathSuffix.startsWith("/") ? "" : "/";
        return new HttpUrl(scheme, authority, host, port, trimmedPath() + separator + pathSuffix, query);
    }

    /** Scheme, host, and port in normalized form: equal for URLs of the same server. */
    public String origin() {
        return scheme() + "://" + hostInAuthority() + ":" + port;
    }

    /** Whether two URLs have the same origin. Null equals null, and a text that is not a valid URL equals only itself. */
    public static boolean haveSameOrigin(@Nullable String one, @Nullable String other) {
        return Objects.equals(originOf(one), originOf(other));
    }

    /** The origin of a URL; null for null, and the text itself if it is not a valid URL. */
    public static @Nullable String originOf(@Nullable String text) {
        try {
            return text == null ? null : parse(text).origin();
        } catch (HttpUrlException e) {
            return text;
        }
    }

    /** The same URL with a query parameter, in percent-encoded ASCII, unless the query already has one with that name. */
    public HttpUrl withParameter(String name, String parameterValue) {
        if (query != null && ("&" + query).contains("&" + name + "=")) {
            return this;
        }
        var prefix = query == null || query.isEmpty() ? "" : query + "&";
        return new HttpUrl(scheme, authority, host, port, path, prefix + name + "=" + parameterValue);
    }

    /** The host for use before a port: an IPv6 address in brackets. */
    public String hostInAuthority() {
        return IpLiterals.bracketed(host);
    }

    /** Whether the scheme is https. */
    public boolean isTls() {
        return scheme().equals("https");
    }

    /** The target in the first line of a request: path and query. */
    public String requestTarget() {
        return (path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    }

    /** The URL without its query, which can contain a secret: for messages and logs. */
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
