package dev.duoconfig.testkit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.restassured.RestAssured;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The metrics that Prometheus reads at one moment.
 *
 * @param samples the samples in the order served
 * @param types the types of the metrics by name
 * @param helps the descriptions of the metrics by name
 */
public record Scrape(List<Sample> samples, Map<String, String> types, Map<String, String> helps) {

    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

    /** One value with its labels. */
    public record Sample(String name, Map<String, String> labels, double value) {}

    /** Reads the metrics without a token, as Prometheus does. */
    public static Scrape now() {
        var response = RestAssured.given().accept("text/plain").get("/q/metrics");
        assertThat(response.statusCode()).isEqualTo(200);
        return parse(response.asString());
    }

    /** The sum of all samples with the name and at least the labels, which are alternating names and values. */
    public double value(String name, String... labels) {
        var requiredLabels = new TreeMap<String, String>();
        for (var i = 0; i < labels.length; i += 2) {
            requiredLabels.put(labels[i], labels[i + 1]);
        }
        var matching = samples.stream()
                .filter(sample ->
                        sample.name.equals(name) && sample.labels.entrySet().containsAll(requiredLabels.entrySet()))
                .toList();
        assertThat(matching)
                .as("samples of %s with the labels %s", name, requiredLabels)
                .isNotEmpty();
        return matching.stream().mapToDouble(Sample::value).sum();
    }

    /** The time series of the metrics whose names match. */
    public Set<String> series(Predicate<String> name) {
        return samples.stream()
                .filter(sample -> name.test(sample.name))
                .map(sample -> sample.name + new TreeMap<>(sample.labels))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The metrics in the text format of Prometheus. */
    public static Scrape parse(String text) {
        return new Scrape(
                text.lines()
                        .filter(line -> !line.startsWith("#") && !line.isBlank())
                        .map(Scrape::sample)
                        .toList(),
                comments(text, "# TYPE "),
                comments(text, "# HELP "));
    }

    private static Map<String, String> comments(String text, String begin) {
        return text.lines()
                .filter(line -> line.startsWith(begin))
                .map(line -> line.substring(begin.length()).split(" ", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1].strip()));
    }

    private static Sample sample(String line) {
        var parts = SAMPLE.matcher(line);
        assertThat(parts.matches()).as(line).isTrue();
        var labels = new TreeMap<String, String>();
        if (parts.group(2) != null) {
            var label = LABEL.matcher(parts.group(2));
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
        }
        return new Sample(parts.group(1), labels, Double.parseDouble(number(parts.group(3))));
    }

    private static String number(String prometheus) {
        return prometheus.replace("Inf", "Infinity");
    }
}
