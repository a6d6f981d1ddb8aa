package dev.duoconfig.store;

import java.util.stream.LongStream;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.StatementLog;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A list must not execute a statement per row, because a page of models could then take minutes. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class StatementsPerRequestTest {

    private static final int RUNS = 5;

    private final Scheduler scheduler;

    StatementsPerRequestTest(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @BeforeEach
    void pauseBackgroundJobs() {
        scheduler.pause();
    }

    @AfterEach
    void resumeBackgroundJobs() {
        scheduler.resume();
    }

    @ParameterizedTest
    @CsvSource({
        "/models?per_page=100, 0",
        "/models?per_page=100&search=example&compatible_with=duo_chat, 0",
        "/models/families?per_page=100, 0",
        "/models/1000001, 0",
        "/features?include_unavailable=true, 0",
        "/catalogue, 0",
        "/gateway, 0",
        "/subscription, 0",
        "/diagnostics, 20"
    })
    void aThousandModelsNeedNoMoreStatementsThanTen(String path, long limit) {
        models(1, 10);
        var forTen = statements(path);

        models(11, 1000);
        var forAThousand = statements(path);

        assertThat(forAThousand).isEqualTo(forTen).isLessThanOrEqualTo(limit);
    }

    /** All other writers wait while it runs: the beginning and the lock, three changes, and the commit. */
    @Test
    void aChangeOfAFeatureRunsEightStatements() {
        models(1, 2);
        Api.entitled();
        choose(1);

        try (var log = new StatementLog()) {
            assertThat(log.statementsDuring(() -> choose(2)))
                    .hasSize(8)
                    .anySatisfy(statement -> assertThat(statement).contains("set local lock_timeout"))
                    .anySatisfy(statement -> assertThat(statement).contains("insert into feature_setting"))
                    .anySatisfy(statement -> assertThat(statement).contains("insert into audit_event"));
        }
    }

    private static void choose(int model) {
        Api.as("admin")
                .body("{\"model_id\": %d}".formatted(1_000_000 + model))
                .put("/features/code_generations")
                .then()
                .statusCode(200);
    }

    /** The minimum of several runs with a loaded snapshot, because a job may still be running during the first. */
    private static long statements(String path) {
        Api.refresh();
        try (var log = new StatementLog()) {
            return LongStream.range(0, RUNS)
                    .map(run ->
                            log.during(() -> Api.as("viewer").get(path).then().statusCode(200)))
                    .min()
                    .orElseThrow();
        }
    }

    private static void models(int from, int to) {
        Database.execute("""
                begin;
                insert into model (id, name, family, endpoint, identifier, revision, created_at, updated_at, updated_by)
                    select 1000000 + n, 'model ' || n, 'mixtral', 'https://vllm.example.com/v1', 'custom_openai/Mixtral', 1,
                        date_trunc('second', now()), date_trunc('second', now()), 'admin' from generate_series(%1$d, %2$d) n;
                insert into last_check (subject, version, status, summary, via, at, since)
                    select '/models/' || 1000000 + n, 1, 'failed', 'It failed.', 'direct', now(), now()
                    from generate_series(%1$d, %2$d) n;
                insert into feature_setting (feature, provider, model_id, revision, updated_at, updated_by)
                    values ('duo_chat', 'self_hosted', 1000001, 1, date_trunc('second', now()), 'admin') on conflict do nothing;
                update configuration_state set revision = revision + 1;
                commit""".formatted(from, to));
    }
}
