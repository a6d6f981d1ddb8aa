package dev.duoconfig.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The dashboard in docs/grafana-dashboard.json. */
public record GrafanaDashboard(JsonNode json) {

    private static final Path FILE = Path.of("docs", "grafana-dashboard.json");

    /** Reads the file. */
    public static GrafanaDashboard read() throws IOException {
        return new GrafanaDashboard(new ObjectMapper().readTree(FILE.toFile()));
    }

    /** Whether a panel is the heading of a row. */
    public static boolean isRow(JsonNode panel) {
        return panel.path("type").asText().equals("row");
    }

    /** The panels, and the headings of their rows. */
    public List<JsonNode> panels() {
        var panels = new ArrayList<JsonNode>();
        json.path("panels").forEach(panels::add);
        return panels;
    }

    /** The queries of all panels. */
    public List<String> queries() {
        return json.path("panels").findValues("expr").stream()
                .map(JsonNode::asText)
                .toList();
    }
}
