package dev.duoconfig.http.request;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

import dev.duoconfig.http.problem.VisibleText;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/**
 * The absolute URLs in responses. With {@code DUO_PUBLIC_URL}, nothing in them comes from the request's {@code Host}, which
 * a caller chooses and a shared cache may not distinguish.
 */
@ApplicationScoped
@Startup
public class PublicUrls {

    private static final int MAX_PORT = 65_535;

    private static final Pattern PLAIN_HOST = Pattern.compile("[a-z0-9][a-z0-9.-]{0,253}(?::[1-9][0-9]{0,4})?");

    private final @Nullable String base;

    @Inject
    PublicUrls(PublicAddressSettings settings) {
        this(settings.publicUrl().orElse(null));
    }

    /**
     * Creates the URLs below a base.
     *
     * @param publicUrl null to take scheme and host from each request
     * @throws ConfigurationException if it is not the base of a URL
     */
    PublicUrls(@Nullable String publicUrl) {
        this.base = publicUrl == null ? null : base(publicUrl.strip());
    }

    /** Whether URLs begin with {@code DUO_PUBLIC_URL}, not with what the request says. */
    public boolean areConfigured() {
        return base != null;
    }

    /**
     * The URL of a path of the service; the path itself without {@code DUO_PUBLIC_URL}.
     *
     * @param path begins with a slash
     */
    public String of(String path) {
        return base == null ? path : base + path;
    }

    /**
     * The URL of the root path.
     *
     * @param root the root path without a slash at its end
     * @return null if the request has no plain {@code Host}, with which it would be the same in every form
     */
    public @Nullable String root(HttpServerRequest request, String root) {
        if (base != null) {
            return base;
        }
        var host = request.getHeader(HttpHeaders.HOST);
        // A proxy can have sent another one than the resource sees.
        return host != null && isPlain(host) && host.equals(String.valueOf(request.authority()))
                ? request.scheme() + "://" + host + root
                : null;
    }

    /** Whether a URL has the host as it is: one with upper case or a default port is changed. */
    private static boolean isPlain(String host) {
        return PLAIN_HOST.matcher(host).matches() && !host.endsWith(":80") && !host.endsWith(":443");
    }

    /** The URL of the requested resource, without a query. */
    public UriBuilder requested(UriInfo uri) {
        return base == null
                ? uri.getAbsolutePathBuilder()
                : UriBuilder.fromUri(base).path(uri.getPath());
    }

    private static String base(String text) {
        var url = parse(text);
        var scheme = url.getScheme();
        if (!VisibleText.isVisibleAscii(text)
                || scheme == null
                || !(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))
                || url.getHost() == null
                || url.getPort() == 0
                || url.getPort() > MAX_PORT) {
            throw invalid();
        }
        if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new ConfigurationException(
                    "DUO_PUBLIC_URL must have no user, no query, and no fragment; only a path can follow the host.");
        }
        var end = text.length();
        while (text.charAt(end - 1) == '/') {
            end--;
        }
        return text.substring(0, end);
    }

    private static URI parse(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw invalid();
        }
    }

    private static ConfigurationException invalid() {
        return new ConfigurationException(
                "DUO_PUBLIC_URL must be an http or https URL with a host, such as https://example.com/duo-config.");
    }
}
