package dev.duoconfig.security;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** One claim that a token must have for a role, with its value. A list has the value if one of its elements does. */
record ClaimCondition(ClaimPath claim, ClaimPattern value) {

    /**
     * The conditions in a setting, such as {@code project_path=infra/duo, ref_protected=true}. A backslash takes the meaning of
     * the comma, semicolon, equals sign, or backslash behind it.
     *
     * @param variable the setting
     * @throws ConfigurationException if an item has no name, no equals sign, or no value
     */
    static List<ClaimCondition> parse(String variable, String list) {
        var conditions = new ArrayList<ClaimCondition>();
        for (var begin = 0; begin <= list.length(); begin = ClaimValues.end(list, begin) + 1) {
            var item = list.substring(begin, ClaimValues.end(list, begin)).strip();
            if (!item.isEmpty()) {
                conditions.add(condition(variable, item));
            }
        }
        if (conditions.isEmpty()) {
            throw new ConfigurationException(variable + " contains no claim. Unset it, or list claims such as"
                    + " project_path=infra/duo, ref_protected=true.");
        }
        return List.copyOf(conditions);
    }

    private static ClaimCondition condition(String variable, String item) {
        var equals = ClaimValues.indexOf("=", item, 0, item.length());
        var name = equals < 0 ? "" : plain(item.substring(0, equals));
        var value = equals < 0 ? "" : plain(item.substring(equals + 1));
        if (name.isEmpty() || value.isEmpty()) {
            throw new ConfigurationException(
                    "%s: '%s' must be the name of a claim, an equals sign, and a value, such as ref_protected=true. A comma in a value has a backslash before it."
                            .formatted(variable, item));
        }
        return new ClaimCondition(ClaimPath.at(name), ClaimPattern.of(value));
    }

    private static String plain(String text) {
        return ClaimValues.withoutBackslashes(text.strip());
    }

    /** Whether the claims of a token meet it. Numbers are compared as the token writes them. */
    boolean holds(JsonObject claims) {
        var found = claim.find(claims);
        var elements = found instanceof JsonArray list ? list.stream() : Stream.ofNullable(found);
        return elements.anyMatch(this::isValue);
    }

    private boolean isValue(@Nullable Object element) {
        return (element instanceof String || element instanceof Boolean || element instanceof TokenClaims.Written)
                && value.matches(String.valueOf(element));
    }
}
