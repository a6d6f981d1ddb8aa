package dev.duoconfig.lastcheck;

import java.util.Map;
import java.util.TreeMap;

import dev.duoconfig.model.SampleModels;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.Scrape;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class LastCheckMetricsTest {

    private final LastCheckMetrics metrics;

    LastCheckMetricsTest(LastCheckMetrics metrics) {
        this.metrics = metrics;
    }

    @Test
    void modelsAreCountedByTheStatusOfTheirNewestCheck() {
        metrics.load();
        assertThat(statuses()).isEqualTo(Map.of("failed", 0.0, "never_checked", 0.0, "passed", 0.0, "skipped", 0.0));
        Api.entitled();
        check(SampleModels.create("one", "mixtral"), "failed");
        check(SampleModels.create("two", "mixtral"), "failed");
        check(SampleModels.create("three", "mixtral"), "passed");
        SampleModels.create("four", "mixtral");
        // The gateway is not a model.
        Database.execute("insert into last_check values ('/gateway', 1, 'failed', '', null, now(), now())");

        metrics.load();

        assertThat(statuses()).isEqualTo(Map.of("failed", 2.0, "never_checked", 1.0, "passed", 1.0, "skipped", 0.0));
    }

    private static void check(long id, String status) {
        Database.execute("insert into last_check values ('/models/%d', 1, '%s', '', 'direct', now(), now())"
                .formatted(id, status));
    }

    private static Map<String, Double> statuses() {
        var byStatus = new TreeMap<String, Double>();
        Scrape.now().samples().stream()
                .filter(sample -> sample.name().equals("duo_check_status"))
                .forEach(sample -> byStatus.put(sample.labels().get("status"), sample.value()));
        return byStatus;
    }
}
