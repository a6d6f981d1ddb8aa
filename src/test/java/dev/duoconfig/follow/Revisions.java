package dev.duoconfig.follow;

import java.util.Objects;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.Database;

/** The current revision, and changes that create the next one. */
final class Revisions {

    /** The header with the revision that a response shows. */
    public static final String HEADER = "Config-Revision";

    private Revisions() {}

    /** The revision that the instance serves. */
    static long now() {
        return Long.parseLong(Api.as("viewer").get("/revision").header("Config-Revision"));
    }

    /** Makes a change through the instance, and returns its revision. */
    static long commit() {
        var seconds = Api.as("viewer").get("/gateway").jsonPath().getInt("request_timeout_seconds") == 90 ? 91 : 90;
        var response = Api.as("admin")
                .body("{\"request_timeout_seconds\": %d}".formatted(seconds))
                .patch("/gateway");
        response.then().statusCode(200);
        return Long.parseLong(response.header("Config-Revision"));
    }

    /** Makes a change without notifying the instance, and returns its revision. */
    static long commitOnAnotherInstance() {
        var sql = "update configuration_state set revision = revision + 1 returning revision";
        return (Long) Objects.requireNonNull(Database.rows(sql).get(0).get("revision"));
    }
}
