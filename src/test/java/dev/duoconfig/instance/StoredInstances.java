package dev.duoconfig.instance;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import dev.duoconfig.testkit.Database;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** Rows of GitLab instances, as far as the follower knows them. */
final class StoredInstances {

    private StoredInstances() {}

    /** Adds instances with the ids 1 to a number, which all are due because of their time, the first one for longest. */
    static void add(int count, Follow follow) {
        Database.execute("""
                insert into gitlab_instance (id, name, url, token_sealed, token_key_id, token_updated_at, digest_key_sealed,
                        digest_key_key_id, follow, delete_models, revision, created_at, updated_at, updated_by)
                    select n, 'gitlab ' || n, 'https://gitlab-' || n || '.example.com', '', 'none', now(), '', 'none',
                        '%s', 'own', 1, now() - interval '1 hour', now(), 'admin' from generate_series(1, %d) n""".formatted(follow.name().toLowerCase(Locale.ROOT), count), """
                insert into gitlab_instance_status (instance_id, next_at, revision)
                    select id, now() - interval '1 minute' + id * interval '1 millisecond',
                        (select revision from configuration_state) from gitlab_instance""");
    }

    /** Sets columns of the status of an instance. */
    static void set(long id, String assignments) {
        Database.execute("update gitlab_instance_status set " + assignments + " where instance_id = " + id);
    }

    /** The status of an instance. */
    static Map<String, @Nullable Object> status(long id) {
        return Database.rows("""
                        select failures, lease_owner, extract(epoch from lease_until - now())::float8 lease_seconds,
                            extract(epoch from next_at - now())::float8 next_seconds
                        from gitlab_instance_status where instance_id = %d""".formatted(id)).get(0);
    }

    static double leaseSeconds(long id) {
        return (double) Objects.requireNonNull(status(id).get("lease_seconds"));
    }

    static boolean isLeased(long id) {
        return status(id).get("lease_owner") != null;
    }

    /** Asserts how often the instance has failed, and in how many seconds it is due. */
    static void assertScheduled(long id, int failures, double minSeconds, double maxSeconds) {
        assertThat(status(id)).containsEntry("failures", failures).containsEntry("lease_owner", null);
        assertThat((double) Objects.requireNonNull(status(id).get("next_seconds")))
                .isBetween(minSeconds, maxSeconds);
    }
}
