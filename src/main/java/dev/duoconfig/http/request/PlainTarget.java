package dev.duoconfig.http.request;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A request target in which nothing is encoded, so that the path and the parameters stand in it as they are meant.
 *
 * @param path the path below the root path of the service
 * @param parameters the query parameters, each with a value
 * @param url the URL of the path
 */
public record PlainTarget(String path, Map<String, String> parameters, String url) {

    /**
     * Reads a target.
     *
     * @param target the path below the root path, with the query
     * @param base the URL of the root path
     * @return null if the target is not plain
     */
    public static @Nullable PlainTarget parse(String target, String base) {
        var query = target.indexOf('?');
        var path = query < 0 ? target : target.substring(0, query);
        var parameters = query < 0 ? Map.<String, String>of() : parameters(target.substring(query + 1));
        return parameters == null || !isPlain(path) ? null : new PlainTarget(path, parameters, base + path);
    }

    private static @Nullable Map<String, String> parameters(String query) {
        var parameters = new HashMap<String, String>();
        for (var start = 0; start <= query.length(); ) {
            var next = query.indexOf('&', start);
            var end = next < 0 ? query.length() : next;
            var equals = query.indexOf('=', start);
            if (equals <= start || equals >= end - 1) {
                return null;
            }
            var name = query.substring(start, equals);
            var value = query.substring(equals + 1, end);
            if (!isPlain(name) || !isPlain(value) || parameters.put(name, value) != null) {
                return null;
            }
            start = end + 1;
        }
        return parameters;
    }

    /** Whether a text has only characters that are never encoded, and slashes. */
    private static boolean isPlain(String text) {
        for (var index = 0; index < text.length(); index++) {
            var character = text.charAt(index);
            var plain = (character >= 'a' && character <= 'z')
                    || (character >= 'A' && character <= 'Z')
                    || (character >= '0' && character <= '9')
                    || character == '-'
                    || character == '.'
                    || character == '_'
                    || character == '/';
            if (!plain) {
                return false;
            }
        }
        return true;
    }
}
