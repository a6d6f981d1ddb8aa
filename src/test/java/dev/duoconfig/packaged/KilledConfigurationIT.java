package dev.duoconfig.packaged;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Whenever the service dies while it applies a document, all of the document is there afterwards, or nothing of it. */
class KilledConfigurationIT {

    private static final int MODELS = 300;

    @TempDir
    private Path home;

    @Test
    void aKillLeavesOneDocumentOrTheOther() throws Exception {
        String one = document("one", "https://one.example.com");
        String other = document("other", "https://other.example.com");
        PackagedApplication application = PackagedApplication.start(home, Map.of());
        try {
            application.call("admin", "POST", "/subscription/sync", "");
            application.call("admin", "PUT", "/configuration", other);
            long begun = System.nanoTime();
            application.call("admin", "PUT", "/configuration", one);
            Duration whole = Duration.ofNanos(System.nanoTime() - begun);
            for (int third = 1; third <= 2; third++) {
                String wanted = third == 1 ? other : one;
                JsonNode before = configuration(application);

                killWhileItApplies(
                        application, wanted, whole.multipliedBy(third).dividedBy(3));
                application = PackagedApplication.start(home, Map.of());
                JsonNode after = configuration(application);
                application.call("admin", "PUT", "/configuration", wanted);

                assertThat(after)
                        .as("killed after %d/3 of an application", third)
                        .isIn(before, configuration(application));
                assertThat(application
                                .call("admin", "GET", "/audit-events/verification", "")
                                .path("valid")
                                .asBoolean())
                        .isTrue();
            }
        } finally {
            application.close();
        }
    }

    private static void killWhileItApplies(PackagedApplication application, String document, Duration moment)
            throws Exception {
        var caller = Executors.newSingleThreadExecutor();
        try {
            var answer = caller.submit(() -> application.status("admin", "PUT", "/configuration", document));

            assertThat(application.hasEndedWithin(moment)).isFalse();
            application.kill();

            assertThat(answer).isNotCancelled();
        } finally {
            caller.shutdownNow();
        }
    }

    private static JsonNode configuration(PackagedApplication application) throws Exception {
        return application.call("admin", "GET", "/configuration", "");
    }

    private static String document(String name, String url) {
        String models = IntStream.range(0, MODELS)
                .mapToObj(number -> """
                        {"name": "%s %d", "family": "claude_3", "identifier": "bedrock/claude", "api_key": "sk-%d"}""".formatted(name, number, number))
                .collect(Collectors.joining(","));
        return """
                {"gateway": {"url": "%s"}, "models": [%s], "features": [{"feature": "duo_chat", "model": "%s 7"}]}""".formatted(url, models, name);
    }
}
