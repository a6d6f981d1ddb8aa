package dev.duoconfig.http.edge;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import dev.duoconfig.http.problem.CommonProblems;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.container.ResourceInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Rejects bodies without a media type, with a wildcard as one, or in a charset other than UTF-8. The framework accepts the
 * first two as any type, and reads the last as UTF-8. See docs/framework.md.
 */
class ContentTypeFilter {

    private static final Set<String> UTF_8 = Set.of("utf-8", "utf8");
    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([^\";\\s]*)");

    @ServerRequestFilter
    void check(ResourceInfo resource, HttpServerRequest request) {
        var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (resource.getResourceMethod().isAnnotationPresent(Consumes.class)
                && (type == null || type.isBlank() || type.contains("*") || isOfOtherCharset(type))
                && hasBody(request)) {
            throw CommonProblems.ofStatus(415, request.method().name());
        }
    }

    private static boolean isOfOtherCharset(String type) {
        var charset = CHARSET.matcher(type);
        return charset.find() && !UTF_8.contains(charset.group(1).toLowerCase(Locale.ROOT));
    }

    private static boolean hasBody(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return (length != null && !length.equals("0")) || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
    }
}
