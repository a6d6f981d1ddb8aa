package dev.duoconfig.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.duoconfig.model.SampleModels;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.Scrape;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** docs/metrics.md lists exactly the served metrics, and the metrics reveal nothing of the configuration. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class MetricsListTest {

    private static final Path DOCUMENT = Path.of("docs/metrics.md");
    private static final Path ALERTS = Path.of("docs/prometheus-alerts.yaml");
    private static final Pattern ROW = Pattern.compile("\\| `(duo_\\w+)` \\| (\\w+) \\|([^|]*)\\|.*");
    private static final Pattern NAME = Pattern.compile("\\b(?:duo|agroal|http_server|jvm|process)_[a-z_]+");

    @Test
    void theDocumentListsTheServedMetricsWithTheirTypesAndLabels() throws Exception {
        var documented = new TreeMap<String, String>();
        Files.readAllLines(DOCUMENT).forEach(line -> {
            var row = ROW.matcher(line);
            if (row.matches()) {
                documented.put(row.group(1), row.group(2) + " " + labels(row.group(3)));
            }
        });
        var scrape = Scrape.now();
        var served = new TreeMap<String, String>();
        scrape.types().forEach((name, type) -> {
            if (name.startsWith("duo_")) {
                served.put(name, type + " " + labels(scrape, name));
            }
        });

        assertThat(documented).isEqualTo(served);
    }

    @Test
    void everyMetricOfTheServiceHasADescription() {
        var scrape = Scrape.now();

        assertThat(scrape.types().keySet())
                .filteredOn(name -> name.startsWith("duo_"))
                .hasSizeGreaterThan(15)
                .allSatisfy(name -> assertThat(scrape.helps().get(name)).isNotBlank());
    }

    @Test
    void alertsUseServedMetrics() throws Exception {
        var scrape = Scrape.now();
        var samples = scrape.samples().stream().map(Scrape.Sample::name).collect(Collectors.toSet());

        var used = expressions();

        assertThat(used).hasSizeGreaterThan(8).isSubsetOf(samples);
    }

    @Test
    void theMetricsOfPoolServerAndJvmAreServed() {
        Api.as("viewer").get("/gateway").then().statusCode(200);

        var scrape = Scrape.now();

        assertThat(scrape.value("agroal_active_count")).isNotNegative();
        assertThat(scrape.value("agroal_available_count")).isPositive();
        assertThat(scrape.value("agroal_awaiting_count")).isNotNegative();
        assertThat(scrape.value("http_server_requests_seconds_count", "uri", "/gateway"))
                .isPositive();
        assertThat(scrape.value("jvm_memory_used_bytes")).isPositive();
        assertThat(scrape.value("process_start_time_seconds")).isPositive();
    }

    @Test
    void theResolutionSeriesDoNotDependOnTheConfiguration() {
        var before = Scrape.now();

        Api.entitled();
        var model = SampleModels.id(SampleModels.post(SampleModels.body()));
        Api.as("admin").body(Map.of("model_id", model)).put("/features/duo_chat");

        assertThat(Scrape.now().series(name -> name.startsWith("duo_resolutions")))
                .isEqualTo(before.series(name -> name.startsWith("duo_resolutions")));
    }

    private static Set<String> expressions() throws IOException {
        return Files.readAllLines(ALERTS).stream()
                .filter(line -> !line.strip().startsWith("#"))
                .flatMap(line -> NAME.matcher(line).results())
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> labels(String cell) {
        return Pattern.compile("`(\\w+)`")
                .matcher(cell)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The bounds of buckets are part of the type. */
    private static Set<String> labels(Scrape scrape, String metric) {
        return scrape.samples().stream()
                .filter(sample -> sample.name().equals(metric)
                        || sample.name().equals(metric + "_count")
                        || sample.name().equals(metric + "_bucket"))
                .flatMap(sample -> sample.labels().keySet().stream())
                .filter(label -> !label.equals("le"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
