package dev.duoconfig.instance;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.duoconfig.instance.InstanceMetrics.ApplyOutcome;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.Database;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.Scrape;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static dev.duoconfig.instance.StoredInstances.set;
import static org.assertj.core.api.Assertions.assertThat;

/** Metrics and findings about GitLab instances. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(OnlyOurFollowers.class)
class InstanceReportsTest {

    private final InstanceMetrics metrics;

    InstanceReportsTest(InstanceMetrics metrics) {
        this.metrics = metrics;
    }

    @Test
    void withoutInstancesAllIsZero() {
        metrics.load();

        assertThat(instances()).hasSize(5).allSatisfy((state, count) -> assertThat(count)
                .isZero());
        assertThat(Scrape.now().value("duo_gitlab_differences")).isZero();
        assertThat(Scrape.now().value("duo_gitlab_last_success_age_seconds")).isZero();
    }

    @Test
    void instancesAreCountedByStateWithTheirDifferences() {
        StoredInstances.add(4, Follow.OFF);
        set(1, "state = 'in_sync'");
        set(2, "state = 'different', differences = 3");
        set(3, "state = 'different', differences = 4");
        var before = instances();

        metrics.load();

        assertThat(instances())
                .isNotEqualTo(before)
                .containsEntry("in_sync", 1.0)
                .containsEntry("different", 2.0)
                .containsEntry("never_checked", 1.0)
                .containsEntry("failed", 0.0)
                .containsEntry("applying", 0.0);
        assertThat(Scrape.now().value("duo_gitlab_differences")).isEqualTo(7);
    }

    @Test
    void theAgeIsThatOfTheFollowingInstanceThatHasWaitedLongest() {
        StoredInstances.add(3, Follow.REPORT);
        Database.execute("update gitlab_instance set follow = 'off' where id = 1");
        set(1, "succeeded_at = now() - interval '1 day'");
        set(2, "state = 'failed', succeeded_at = now() - interval '10 minutes'");
        set(3, "state = 'in_sync', succeeded_at = now()");
        metrics.load();
        assertThat(age()).isBetween(600.0, 700.0);

        set(2, "succeeded_at = null");
        metrics.load();

        // Since it was added.
        assertThat(age()).isBetween(3600.0, 3700.0);
    }

    @Test
    void appliesAreCountedByOutcome() {
        var before = Scrape.now();

        metrics.applied(ApplyOutcome.DONE);
        metrics.applied(ApplyOutcome.DONE);
        metrics.applied(ApplyOutcome.INCOMPLETE);
        metrics.applied(ApplyOutcome.FAILED);

        assertThat(applies("done") - applies(before, "done")).isEqualTo(2);
        assertThat(applies("incomplete") - applies(before, "incomplete")).isEqualTo(1);
        assertThat(applies("failed") - applies(before, "failed")).isEqualTo(1);
    }

    @Test
    void instancesThatFailOrDifferAreFindings() {
        StoredInstances.add(4, Follow.OFF);
        Database.execute("update gitlab_instance set follow = 'enforce' where id = 2");
        set(1, "state = 'failed', error = 'GitLab rejected the token.'");
        set(2, "state = 'different', differences = 3");
        set(3, "state = 'in_sync'");

        assertThat(findings())
                .containsExactly(
                        Map.of(
                                "severity", "warning",
                                "code", "gitlab_instance_failed",
                                "subject", "/gitlab-instances/1",
                                "detail", "GitLab instance 'gitlab 1': GitLab rejected the token.",
                                "remedy", "Fix the cause, then call POST /gitlab-instances/1/plan."),
                        Map.of(
                                "severity", "warning",
                                "code", "gitlab_instance_differs",
                                "subject", "/gitlab-instances/2",
                                "detail",
                                        "GitLab instance 'gitlab 2' differs from this configuration. Steps to make it equal: 3.",
                                "remedy",
                                        "The service corrects it by itself. If the finding stays, fix the findings about the"
                                                + " subscription, then call POST /gitlab-instances/2/apply."));
    }

    private static List<Map<String, Object>> findings() {
        return Api.as("admin").get("/diagnostics").jsonPath().<Map<String, Object>>getList("").stream()
                .filter(finding -> String.valueOf(finding.get("code")).startsWith("gitlab_instance"))
                .toList();
    }

    private static Map<String, Double> instances() {
        var scrape = Scrape.now();
        var byState = new TreeMap<String, Double>();
        scrape.samples().stream()
                .filter(sample -> sample.name().equals("duo_gitlab_instances"))
                .forEach(sample -> byState.put(sample.labels().get("state"), sample.value()));
        return byState;
    }

    private static double age() {
        return Scrape.now().value("duo_gitlab_last_success_age_seconds");
    }

    private static double applies(String outcome) {
        return applies(Scrape.now(), outcome);
    }

    private static double applies(Scrape scrape, String outcome) {
        return scrape.value("duo_gitlab_applies_total", "outcome", outcome);
    }
}
