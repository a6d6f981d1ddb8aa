package dev.duoconfig.packaged;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.ExternalPostgres;
import dev.duoconfig.testkit.gitlab.Call;
import dev.duoconfig.testkit.gitlab.GitLabDouble;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * GitLabs that follow the configuration of three replicas on one database, of which one is killed in the middle of an apply. Each
 * replica has a database user of its own, which shows whose a lease is.
 */
class FollowingReplicasIT {

    private static final int REPLICAS = 3;
    private static final String CREATE_MODEL = "aiSelfHostedModelCreate";
    private static final String QUERY_OF_EACH_READING = "duoSettings";
    private static final String SUBSCRIPTION = """
            {"plan": "ultimate", "type": "offline_cloud", "starts_at": null, "expires_at": null,
             "add_ons": [{"name": "duo_enterprise", "quantity": 1, "starts_at": null, "expires_on": null}]}""";

    private static final String MIXTRAL = """
            {"name": "Mixtral", "family": "mixtral", "endpoint": "https://vllm.example.com/v1",
             "identifier": "custom_openai/mixtral", "api_key": "sk-example"}""";
    private static final String CLAUDE = """
            {"name": "Claude", "family": "claude_3", "identifier": "bedrock/anthropic.claude-v2"}""";

    private static final String FIRST = """
            {"gateway": {"url": "https://first.example.com", "outbound_allowlist": ["127.0.0.1"]}, "models": [%s],
             "features": [{"feature": "duo_chat", "model": "Mixtral"}]}""".formatted(MIXTRAL);
    private static final String SECOND = """
            {"gateway": {"url": "https://second.example.com", "outbound_allowlist": ["127.0.0.1"]}, "models": [%s, %s],
             "features": [{"feature": "duo_chat", "model": "Mixtral"}, {"feature": "code_generations", "model": "Claude"}]}""".formatted(MIXTRAL, CLAUDE);

    private static final String RECORD_LEASES = """
            create table lease_owner (owner uuid primary key, replica text not null);
            create function record_lease_owner() returns trigger language plpgsql as $$
            begin
                insert into lease_owner values (new.lease_owner, session_user) on conflict do nothing;
                return null;
            end
            $$;
            create trigger lease_owner after update on gitlab_instance_status for each row
                when (new.lease_owner is not null) execute function record_lease_owner()""";

    @TempDir
    private static Path home;

    private static EmbeddedPostgres database;
    private static final Map<String, PackagedApplication> replicas = new HashMap<>();

    private final List<GitLabDouble> gitlabs = new ArrayList<>();

    @BeforeAll
    static void startAllAtOnce() throws Exception {
        database = ExternalPostgres.in(home.resolve("data")).start();
        Files.writeString(home.resolve("subscription.json"), SUBSCRIPTION);
        for (var number = 1; number <= REPLICAS; number++) {
            var name = "replica_" + number;
            execute("create role %s superuser login".formatted(name));
            replicas.put(name, PackagedApplication.launch(home, environment(name)));
        }
        for (var replica : replicas.values()) {
            replica.awaitReady();
        }
        execute(RECORD_LEASES);
        call("POST", "/subscription/sync", "");
    }

    @AfterAll
    static void stop() throws Exception {
        replicas.values().forEach(PackagedApplication::close);
        database.close();
    }

    @BeforeEach
    void configure() throws Exception {
        call("PUT", "/configuration", FIRST);
    }

    @AfterEach
    void endFollowing() throws Exception {
        for (var gitlab : gitlabs) {
            call("DELETE", "/gitlab-instances/" + id(gitlab), "");
            gitlab.close();
        }
    }

    @Test
    void aChangeOnOneReplicaReachesTheGitLab() throws Exception {
        var gitlab = follow();
        awaitInSync();

        call("PUT", "/configuration", SECOND);

        awaitInSync();
        assertHasSecond(gitlab);
        assertThat(gitlab.mostCallsAtOnce()).isEqualTo(1);
    }

    @Test
    void aChangeByHandIsPutRight() throws Exception {
        var gitlab = follow();
        awaitInSync();

        gitlab.changeByHand(data -> data.setFeatures(Map.of("features", List.of("DUO_CHAT"), "provider", "DISABLED")));

        Await.until(
                "the feature uses the model again",
                () -> gitlab.feature("duo_chat").provider().equals("self_hosted"));
        assertThat(gitlab.feature("duo_chat").modelId())
                .isEqualTo(gitlab.model("Mixtral").id());
        assertThat(gitlab.mostCallsAtOnce()).isEqualTo(1);
    }

    /** The kill leaves a model that was created, but whose id no replica has received. */
    @Test
    void anotherReplicaContinuesWhatAKilledOneBegan() throws Exception {
        var gitlab = follow();
        awaitInSync();
        var arrived = new CountDownLatch(1);
        var killed = new CountDownLatch(1);
        gitlab.beforeEach(CREATE_MODEL, () -> {
            arrived.countDown();
            await(killed);
        });

        call("PUT", "/configuration", SECOND);
        Await.until("a replica creates the model", () -> arrived.getCount() == 0);
        var owner = owner(gitlab);
        Objects.requireNonNull(replicas.remove(owner), owner).kill();
        killed.countDown();
        Await.until("the GitLab has created the model", () -> gitlab.models().size() == 2);
        var calls = gitlab.calls().size();

        // Two readings of another GitLab are as many chances to take the lease, which is over 45 s after its last
        // renewal.
        awaitReadings(follow(), 2);
        assertThat(gitlab.calls()).hasSize(calls);
        assertThat(owner(gitlab)).isEqualTo(owner);
        assertThat(text("select max(lease_until) <= now() + interval '45 seconds' from gitlab_instance_status"))
                .isEqualTo("t");
        execute("update gitlab_instance_status set lease_until = now() where instance_id = " + id(gitlab));

        awaitInSync();
        assertHasSecond(gitlab);
        assertThat(gitlab.models()).extracting("name").containsExactly("Mixtral", "Claude");
        assertThat(gitlab.calls(CREATE_MODEL))
                .extracting(Call::input)
                .extracting("name")
                .containsExactly("Mixtral", "Claude");
        assertThat(gitlab.mostCallsAtOnce()).isEqualTo(1);
        var events = applies(id(gitlab));
        assertThat(events).hasSize(3);
        assertThat(events.get(0).at("/after/steps"))
                .isNotEmpty()
                .allMatch(step -> step.path("outcome").asText().equals("done"));
        assertThat(events.get(1).at("/after/interrupted_after_steps").asInt()).isEqualTo(1);
        assertThat(events.get(1).at("/before/steps")).hasSize(3);
        assertThat(call("GET", "/audit-events/verification", "").path("valid").asBoolean())
                .isTrue();
    }

    private static void assertHasSecond(GitLabDouble gitlab) {
        assertThat(gitlab.gateway().url()).isEqualTo("https://second.example.com");
        assertThat(gitlab.feature("duo_chat").modelId())
                .isEqualTo(gitlab.model("Mixtral").id());
        assertThat(gitlab.feature("code_generations").modelId())
                .isEqualTo(gitlab.model("Claude").id());
    }

    /** A new GitLab that follows the configuration. */
    private GitLabDouble follow() throws Exception {
        var gitlab = GitLabDouble.start("19.5");
        gitlabs.add(gitlab);
        call("POST", "/gitlab-instances", """
                {"name": "GitLab %d", "url": "%s", "token": "%s", "follow": "enforce"}""".formatted(gitlab.port(), gitlab.url(), GitLabDouble.TOKEN));
        return gitlab;
    }

    private static void awaitInSync() {
        Await.until("all GitLabs have the newest revision", () -> text("""
                        select bool_and(state = 'in_sync' and revision = (select revision from configuration_state))
                        from gitlab_instance_status""").equals("t"));
    }

    private static void awaitReadings(GitLabDouble gitlab, int number) {
        Await.until(
                "the GitLab has been read",
                () -> gitlab.calls(QUERY_OF_EACH_READING).size() >= number);
    }

    private static String id(GitLabDouble gitlab) {
        return text("select id from gitlab_instance where url = '%s'".formatted(gitlab.url()));
    }

    /** The replica that has the lease. */
    private static String owner(GitLabDouble gitlab) {
        return text("""
                select replica from lease_owner join gitlab_instance_status on owner = lease_owner
                where instance_id = %s and lease_until > now()""".formatted(id(gitlab)));
    }

    /** The audit events about applies to an instance, the newest one first. */
    private static List<JsonNode> applies(String instance) throws Exception {
        var events = call("GET", "/audit-events?action=gitlab_instance.applied&object=gitlab_instance:" + instance, "");
        return StreamSupport.stream(events.spliterator(), false).toList();
    }

    private static JsonNode call(String method, String path, String body) throws Exception {
        return replicas.values().iterator().next().call("admin", method, path, body);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> environment(String name) {
        return Map.of(
                "DUO_DATABASE_URL",
                "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/postgres",
                "DUO_DATABASE_USERNAME",
                name,
                "DUO_DATABASE_PASSWORD",
                "none",
                "DUO_MASTER_KEY",
                Base64.getEncoder().encodeToString(new byte[32]),
                "DUO_DATA_DIR",
                name,
                "DUO_SUBSCRIPTION_SOURCE",
                "file",
                "DUO_SUBSCRIPTION_FILE",
                home.resolve("subscription.json").toString(),
                "DUO_GITLAB_EVERY",
                "2s",
                "QUARKUS_HTTP_HOST",
                "127.0.0.1");
    }

    private static String text(String sql) {
        try (var connection = database.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            assertThat(row.next()).as(sql).isTrue();
            return String.valueOf(row.getString(1));
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = database.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
