package dev.duoconfig.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import dev.duoconfig.http.request.CursorPaging;
import dev.duoconfig.http.request.MinRevision;
import dev.duoconfig.http.request.QueryParameters;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The query parameters of the list of audit events. */
@SuppressWarnings("NullAway.Init")
class AuditQuery {

    private static final int MAX_TEXT_LENGTH = 255;

    private static final List<String> ORIGINS =
            Arrays.stream(AuditOrigin.values()).map(AuditOrigin::id).toList();

    private static final Pattern OBJECT = Pattern.compile("([a-z_]+)(?::(.+))?");

    @RestQuery("actor")
    @Nullable
    String actor;

    @RestQuery("action")
    @Nullable
    String action;

    @RestQuery("object")
    @Nullable
    String object;

    @RestQuery("revision")
    @Nullable
    String revision;

    @RestQuery("since")
    @Nullable
    String since;

    @RestQuery("until")
    @Nullable
    String until;

    @RestQuery("cursor")
    @Nullable
    String cursor;

    @RestQuery("per_page")
    @Nullable
    String perPage;

    @RestQuery("origin")
    @Nullable
    String origin;

    @Context
    UriInfo uri;

    CursorPaging paging() {
        return CursorPaging.parse(cursor, perPage);
    }

    /** The conditions that an event must meet, all of them. */
    List<Condition> conditions() {
        var conditions = new ArrayList<Condition>();
        add(conditions, "actor = ?", QueryParameters.text("actor", actor, MAX_TEXT_LENGTH));
        add(conditions, "action = ?", QueryParameters.text("action", action, MAX_TEXT_LENGTH));
        add(conditions, "revision = ?", revision == null ? null : MinRevision.parse("revision", revision));
        add(conditions, "origin = ?", QueryParameters.choice("origin", origin, ORIGINS));
        addObject(conditions);
        addTimes(conditions);
        return conditions;
    }

    /**
     * The expression for the ID that the list is ordered by. The events of one revision are next to one another, so following the
     * index of the IDs down to them, as the planner would if a revision has many, could read the whole table.
     */
    String order() {
        return revision == null ? "id" : "id + 0";
    }

    private void addObject(List<Condition> conditions) {
        var text = QueryParameters.text("object", object, MAX_TEXT_LENGTH);
        if (text != null) {
            var matcher = OBJECT.matcher(text);
            if (!matcher.matches()) {
                throw QueryParameters.invalid("object", "must be <object_type> or <object_type>:<object_id>");
            }
            add(conditions, "object_type = ?", matcher.group(1));
            add(conditions, "object_id = ?", matcher.group(2));
        }
    }

    private void addTimes(List<Condition> conditions) {
        var from = QueryParameters.time("since", since);
        var to = QueryParameters.time("until", until);
        if (from != null && to != null && from.isAfter(to)) {
            throw QueryParameters.invalid("since", "must not be after until");
        }
        add(conditions, "at >= ?", from);
        add(conditions, "at < ?", to);
    }

    private static void add(List<Condition> conditions, String sql, @Nullable Object value) {
        if (value != null) {
            conditions.add(new Condition(sql, value));
        }
    }

    /** A condition in SQL and the value of its only parameter. */
    record Condition(String sql, Object value) {}
}
