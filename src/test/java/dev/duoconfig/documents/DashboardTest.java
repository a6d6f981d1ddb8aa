package dev.duoconfig.documents;

import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.testkit.GrafanaDashboard;
import dev.duoconfig.testkit.PromQl;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** docs/grafana-dashboard.json can be imported into any Grafana. EmbeddedDefaultIT compares its metrics with those served. */
@Tag("fast")
class DashboardTest {

    private static final String DATA_SOURCE = "${datasource}";

    private final GrafanaDashboard dashboard = GrafanaDashboard.read();

    DashboardTest() throws IOException {}

    @Test
    void nothingInItBelongsToOneServer() {
        assertThat(dashboard.json().path("id").isNull()).isTrue();
        assertThat(dashboard.json().path("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
        assertThat(dashboard.json().findValues("datasource"))
                .hasSizeGreaterThan(50)
                .extracting(source -> source.path("uid").asText())
                .containsOnly(DATA_SOURCE);
        assertThat(variables()).containsExactly("datasource", "job", "instance");
    }

    @Test
    void everyRowHasPanelsAndEveryPanelAPlaceATextAndQueries() {
        var ids = new TreeSet<Integer>();
        var places = new TreeSet<String>();
        for (var panel : dashboard.panels()) {
            assertThat(ids.add(panel.path("id").asInt())).isTrue();
            assertThat(places.add(panel.at("/gridPos/x").asText() + ","
                            + panel.at("/gridPos/y").asText()))
                    .isTrue();
            assertThat(panel.at("/gridPos/x").asInt() + panel.at("/gridPos/w").asInt())
                    .isLessThanOrEqualTo(24);
            if (!GrafanaDashboard.isRow(panel)) {
                assertThat(panel.path("description").asText()).isNotBlank();
                assertThat(panel.path("targets")).isNotEmpty();
            }
        }
        assertThat(dashboard.panels().stream().filter(GrafanaDashboard::isRow).map(row -> row.path("title")
                        .asText()))
                .containsExactly(
                        "Overview",
                        "Responses and latency",
                        "Writes",
                        "Revision and replicas",
                        "Database",
                        "Checks of gateway and models",
                        "GitLab instances",
                        "Subscription and issuer",
                        "JVM and process");
    }

    @Test
    void everyQueryIsLimitedToTheChosenInstances() {
        assertThat(dashboard.queries()).hasSizeGreaterThan(40).allSatisfy(query -> {
            var selectors = query.split("\\{", -1).length - 1;
            assertThat(selectors)
                    .isPositive()
                    .isGreaterThanOrEqualTo(PromQl.metrics(query).size());
            assertThat(query.split("job=\"\\$job\", instance=~\"\\$instance\"", -1))
                    .hasSize(selectors + 1);
        });
    }

    /** Names that look like metrics are looked up among the metrics. */
    @Test
    void noLabelValueLooksLikeAMetric() {
        assertThat(dashboard.queries().stream().flatMap(query -> PromQl.labelValues(query).stream()))
                .noneMatch(value -> value.contains("duo_"));
    }

    private List<String> variables() {
        return Stream.of(dashboard.json().at("/templating/list"))
                .flatMap(list -> list.findValues("name").stream())
                .map(JsonNode::asText)
                .toList();
    }
}
