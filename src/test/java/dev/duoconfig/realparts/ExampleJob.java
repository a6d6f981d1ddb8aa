package dev.duoconfig.realparts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The jobs of docs/examples/gitlab-ci.yml, run as a runner runs them. They need curl and jq. */
final class ExampleJob {

    private static final Path PIPELINE = Path.of("docs/examples/gitlab-ci.yml");
    private static final int LIMIT_MINUTES = 2;

    private ExampleJob() {}

    /**
     * Runs the script of a job, and returns its exit code.
     *
     * @param checkout the directory with duo.yaml, in which the job leaves its files
     */
    static int run(String name, Path checkout, Map<String, String> variables) throws IOException, InterruptedException {
        var script = new YAMLMapper().readTree(PIPELINE.toFile()).path(name).path("script");
        var commands = StreamSupport.stream(script.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining("\n"));
        var builder = new ProcessBuilder("sh", "-ec", commands)
                .directory(checkout.toFile())
                .redirectErrorStream(true)
                .redirectOutput(checkout.resolve("job.log").toFile());
        builder.environment().putAll(variables);
        var job = builder.start();
        try {
            assertThat(job.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES))
                    .as("the job %s ends", name)
                    .isTrue();
            return job.exitValue();
        } finally {
            job.destroyForcibly();
        }
    }
}
