package dev.duoconfig.snapshot.prepared;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.Await;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.RawConnection;
import dev.duoconfig.testkit.Scrape;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests are counted under the template of their path, whether the response is prepared or not, and never under a
 * text that the client chooses.
 */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
@SuppressWarnings("NullAway.Init")
class PreparedMetricsTest {

    private static final String REQUESTS = "http_server_requests_seconds_count";
    private static final String RESOLUTIONS = "duo_resolutions_total";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Inject
    MeterRegistry meters;

    @ParameterizedTest
    @CsvSource({
        "/features, viewer, 200, /features",
        "/features, viewer, 304, REDIRECTION",
        "/features, resolver, 403, /features",
        "/features, no token, 401, /features",
        "/features/code_generations, viewer, 200, /features/{feature}",
        "/features/code_generations, viewer, 304, /features/{feature}",
        "/features/code_generations, resolver, 403, /features/{feature}",
        "/features/code_generations, expired, 401, /features/{feature}",
        "/features/code_generations/effective-model, resolver, 200, /features/{feature}/effective-model",
        "/features/code_generations/effective-model, resolver, 304, /features/{feature}/effective-model",
        "/features/code_generations/effective-model, wrong signature, 401, /features/{feature}/effective-model",
        "/features/nothing/effective-model, resolver, 404, /features/{feature}/effective-model",
        "/features/code_generations/model-metadata, resolver, 200, /features/{feature}/model-metadata",
        "/features/code_generations/model-metadata, viewer, 403, /features/{feature}/model-metadata",
        "/features/summarize_review/model-metadata, resolver, 409, /features/{feature}/model-metadata",
        "/gateway, viewer, 200, /gateway",
        "/subscription, viewer, 304, REDIRECTION",
        "/catalogue, resolver, 403, /catalogue",
        "/models, viewer, 200, /models",
        "/models?per_page=1&search=mixtral, viewer, 200, /models",
        "/models?color=red, viewer, 400, /models",
        "/models, no token, 401, /models",
        "/models/families, viewer, 200, /models/families",
        "/models/999999999999999999, viewer, 404, /models/{id}",
        "/revision, viewer, 200, /revision",
        "/revision, no token, 401, /revision",
        "/nowhere, admin, 404, NOT_FOUND"
    })
    void aRequestIsCountedUnderTheTemplateOfItsPath(String path, String token, int status, String template)
            throws IOException {
        PreparedConfigurations.ready();
        var tag = Api.as("admin").get("/revision").header("ETag");
        var condition = status == 304 ? "If-None-Match: " + tag : "X-Nothing: here";
        var header = Objects.requireNonNull(SampleTokens.headers().get(token));

        for (var extraHeader : List.of("X-Nothing: here", "Prefer: the-resource")) {
            var before = counts(REQUESTS);
            try (var connection = RawConnection.open()) {
                var response = connection.call(SameResponse.text(
                        "GET " + Api.prefix() + path + " HTTP/1.1", "", List.of(header, condition, extraHeader)));
                assertThat(response.status()).as(extraHeader).isEqualTo(status);
            }

            var counted = awaitMore(REQUESTS, before, 1);
            assertThat(counted.keySet())
                    .as(extraHeader)
                    .singleElement(InstanceOfAssertFactories.map(String.class, String.class))
                    .containsEntry("uri", template)
                    .containsEntry("status", Integer.toString(status));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/features",
                "/features/code_generations",
                "/features/code_generations/effective-model",
                "/revision"
            })
    void everyResponseCountsItsBytesAndIsNoLongerInProgress(String path) throws IOException {
        PreparedConfigurations.ready();
        var token = "Authorization: Bearer " + Api.token("viewer");
        var line = "GET " + Api.prefix() + path + " HTTP/1.1";

        for (var extraHeader : List.of("X-Nothing: here", "Prefer: the-resource")) {
            Await.until("no request is in progress", () -> inProgress() == 0);
            var before = written();
            try (var connection = RawConnection.open()) {
                var body = connection
                        .call(SameResponse.text(line, "", List.of(token, extraHeader)))
                        .body();

                Await.until(
                        "the bytes are counted",
                        () -> written() - before == body.getBytes(StandardCharsets.UTF_8).length && inProgress() == 0);
            }
        }
    }

    private double written() {
        return meters.get("http.server.bytes.written").summary().totalAmount();
    }

    private double inProgress() {
        return meters.get("http.server.active.requests").gauge().value();
    }

    @ParameterizedTest
    @CsvSource({
        "GET /features/nothing<n>/effective-model HTTP/1.1, 404",
        "GET /nowhere<n> HTTP/1.1, 404",
        "POST /nowhere<n> HTTP/1.1<crlf>Content-Length: 3000000, 413",
        "GET /models/1<n>/more HTTP/1.1, 404",
        "BREW /features/nothing<n>/effective-model HTTP/1.1, 405",
        "GET /features/nothing<n> HTTP/1.1<crlf>Accept: text/html, 406",
        "GET /gateway;a=<n> HTTP/1.1, 403",
        "OPTIONS /nowhere<n> HTTP/1.1, 404",
        "HEAD /nowhere<n> HTTP/1.1, 404"
    })
    void aClientCannotCreateTimeSeries(String request, int status) throws IOException {
        var token = "Authorization: Bearer " + Api.token("resolver");
        var before = counts(REQUESTS);

        for (int i = 0; i < 3; i++) {
            var text = request.replace("<n>", Integer.toString(i)).replace("<crlf>", "\r\n");
            try (var connection = RawConnection.open()) {
                assertThat(connection
                                .call(SameResponse.text(text, "", List.of(token)))
                                .status())
                        .as(text)
                        .isEqualTo(status);
            }
        }

        assertThat(awaitMore(REQUESTS, before, 3)).as("one counter for all").hasSize(1);
    }

    @Test
    void everyResolutionIsCountedOnce() throws IOException {
        PreparedConfigurations.ready();
        var states = Map.of(
                "code_generations", "ready",
                "duo_chat_explain_code", "disabled",
                "summarize_review", "unassigned");

        for (var feature : states.keySet()) {
            for (var suffix : List.of("effective-model", "model-metadata")) {
                for (var extraHeader : List.of("X-Nothing: here", "Prefer: the-resource")) {
                    var before = counts(RESOLUTIONS);
                    try (var both = RawConnection.open()) {
                        both.call(SameResponse.text(
                                "GET " + Api.prefix() + "/features/" + feature + "/" + suffix + " HTTP/1.1",
                                "",
                                List.of("Authorization: Bearer " + Api.token("resolver"), extraHeader)));
                    }

                    var counted = awaitMore(RESOLUTIONS, before, 1);
                    assertThat(counted).hasSize(1).allSatisfy((tags, count) -> {
                        assertThat(count).isEqualTo(1);
                        assertThat(tags).containsEntry("feature", feature).containsEntry("status", states.get(feature));
                    });
                }
            }
        }
    }

    /** The increase of the counters. A request is counted a moment after its response is sent. */
    private static Map<Map<String, String>, Double> awaitMore(
            String metric, Map<Map<String, String>, Double> before, int requests) {
        var end = Instant.now().plus(LIMIT);
        var more = new HashMap<Map<String, String>, Double>();
        while (more.values().stream().mapToDouble(Double::doubleValue).sum() < requests
                && Instant.now().isBefore(end)) {
            more.clear();
            counts(metric).forEach((tags, count) -> {
                if (count > before.getOrDefault(tags, 0.0)) {
                    more.put(tags, count - before.getOrDefault(tags, 0.0));
                }
            });
        }
        return more;
    }

    private static Map<Map<String, String>, Double> counts(String metric) {
        return Scrape.now().samples().stream()
                .filter(sample -> sample.name().equals(metric))
                .collect(Collectors.toMap(Scrape.Sample::labels, Scrape.Sample::value));
    }
}
