package dev.duoconfig.http.problem;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ProblemTypeTest {

    private static final String URN = "urn:duo-config:problem:";

    @Test
    void theExamplesOfTheContractHaveTheTitlesAndTheStatus() throws IOException {
        var types = Arrays.stream(ProblemType.values()).collect(toMap(type -> URN + type.code(), type -> type));

        var examples =
                examples(new YAMLMapper().readTree(Path.of("openapi.yaml").toFile()));

        assertThat(examples).hasSizeGreaterThan(ProblemType.values().length / 2).allSatisfy(example -> {
            var type = requireNonNull(types.get(example.path("type").asText()));
            assertThat(example.path("title").asText()).isEqualTo(type.title());
            assertThat(example.path("status").asInt()).isEqualTo(type.status());
            assertThat(example.path("code").asText()).isEqualTo(type.code());
        });
    }

    private static List<JsonNode> examples(JsonNode contract) {
        return contract.findParents("request_id").stream()
                .flatMap(ProblemTypeTest::problem)
                .toList();
    }

    private static Stream<JsonNode> problem(JsonNode node) {
        return node.path("type").asText().startsWith(URN) ? Stream.of(node) : Stream.empty();
    }
}
