package dev.duoconfig.testkit.gitlab;

import java.util.Map;
import java.util.Objects;

import graphql.introspection.GoodFaithIntrospection;
import graphql.schema.DataFetchingEnvironment;

/**
 * The call that a query or mutation belongs to.
 *
 * @param administrator whether the token is an administrator's
 */
record Session(GitLabData data, String version, boolean administrator) {

    static Session of(DataFetchingEnvironment env) {
        return Objects.requireNonNull(env.getGraphQlContext().get(Session.class), "session");
    }

    /** GitLab answers several questions for types in one query; the library would not. */
    Map<?, Object> asContext() {
        return Map.of(Session.class, this, GoodFaithIntrospection.GOOD_FAITH_INTROSPECTION_DISABLED, true);
    }
}
