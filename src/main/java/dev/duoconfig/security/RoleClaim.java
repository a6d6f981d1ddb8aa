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
 * The claim that holds the roles. Its values are the texts in it: those of a list, or one text by itself, which is not split.
 * Other types have no value. See docs/framework.md.
 */
final class RoleClaim {

    private final List<String> path;

    private RoleClaim(List<String> path) {
        this.path = path;
    }

    /**
     * The claim at a path.
     *
     * @param path the names of nested claims, separated by slashes; a name that contains slashes is in double quotes
     */
    static RoleClaim at(String path) {
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
        return new RoleClaim(List.copyOf(names));
    }

    /** The values in the claims of a token. */
    Set<String> values(JsonObject claims) {
        var found = find(claims);
        var values = found instanceof JsonArray list ? list.stream() : Stream.ofNullable(found);
        return values.filter(String.class::isInstance).map(String.class::cast).collect(Collectors.toUnmodifiableSet());
    }

    private @Nullable Object find(JsonObject claims) {
        Object found = claims;
        for (var name : path) {
            found = found instanceof JsonObject parent ? parent.getValue(name) : null;
        }
        return found;
    }
}
