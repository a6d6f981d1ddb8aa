package dev.duoconfig.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The place of a claim in a token. Its values are the texts in it: those of a list, or one text by itself, which is not split.
 * Other types have no value. A claim whose name is the whole path comes first, because names of claims can be URLs. See
 * docs/framework.md.
 */
final class ClaimPath {

    private final String name;
    private final List<String> path;

    private ClaimPath(String name, List<String> path) {
        this.name = name;
        this.path = path;
    }

    /**
     * The claim at a path.
     *
     * @param path the name of a claim, or the names of nested claims, separated by slashes; a name that contains slashes is in double quotes
     */
    static ClaimPath at(String path) {
        var names = new ArrayList<String>();
        var name = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < path.length(); i++) {
            var character = path.charAt(i);
            if (character == '"') {
                quoted = !quoted;
            } else if (character == '/' && !quoted) {
                names.add(name.toString());
                name.setLength(0);
            } else {
                name.append(character);
            }
        }
        names.add(name.toString());
        return new ClaimPath(path, List.copyOf(names));
    }

    /** The values in the claims of a token. */
    Set<String> values(JsonObject claims) {
        var found = find(claims);
        var values = found instanceof JsonArray list ? list.stream() : Stream.ofNullable(found);
        return values.filter(String.class::isInstance).map(String.class::cast).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a token with these claims has the claim. */
    boolean isIn(JsonObject claims) {
        return find(claims) != null;
    }

    /** The name as in the setting. */
    String name() {
        return name;
    }

    /** The claim in those of a token; null if it is absent or null. */
    @Nullable
    Object find(JsonObject claims) {
        Object found = claims.getValue(name);
        return found == null ? findAtPath(claims) : found;
    }

    private @Nullable Object findAtPath(JsonObject claims) {
        Object found = claims;
        for (var step : path) {
            found = found instanceof JsonObject parent ? parent.getValue(step) : null;
        }
        return found;
    }
}
