package dev.duoconfig.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The published schema and the examples match the service. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class ConfigurationSchemaTest {

    private static final Path SCHEMA = Path.of("docs/configuration.schema.json");
    private static final Path EXAMPLES = Path.of("docs/examples");

    @BeforeEach
    void entitle() {
        Api.entitled();
    }

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theServedSchemaIsThePublishedOne() throws IOException {
        var response = Api.as("viewer").get("/configuration/schema");

        assertThat(response.contentType()).startsWith("application/schema+json");
        assertThat(response.asString()).isEqualTo(Files.readString(SCHEMA)).doesNotContain("#/components");
    }

    @Test
    void thereAreExamplesForEachPlatform() throws IOException {
        assertThat(examples().stream().map(file -> file.getFileName().toString()))
                .containsExactly(
                        "azure.yaml",
                        "bedrock-iam-role.yaml",
                        "bedrock.yaml",
                        "ollama.yaml",
                        "openai-proxy.yaml",
                        "vertex-ai.yaml",
                        "vllm.yaml");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleConformsToTheSchemaAndIsApplied(Path example) throws IOException {
        var yaml = Files.readString(example);

        var applied = Documents.putYaml(yaml.replaceAll("\\{(file|env): [^}]*}", "sk-1"));

        assertThat(violations(new YAMLMapper().readTree(yaml).toString())).isEmpty();
        assertThat(applied.statusCode()).as(applied.asString()).isEqualTo(200);
        assertThat(Documents.json(applied.asString()).path("warnings")).isEmpty();
        assertThat(violations(Documents.get().asString())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"gateway\": {}, \"models\": []}",
                "{\"gateway\": {}, \"models\": [{\"name\": \"a\"}], \"features\": []}",
                "{\"gateway\": {}, \"models\": [], \"features\": [{\"feature\": \"duo_chat\"}]}",
                "{\"gateway\": {\"color\": 1}, \"models\": [], \"features\": []}"
            })
    void theSchemaRejectsInvalidDocuments(String document) throws IOException {
        assertThat(violations(document)).isNotEmpty();
        assertThat(Documents.put(document).statusCode()).isEqualTo(422);
    }

    private static List<String> violations(String document) throws IOException {
        return SchemaRegistry.withDialect(Dialects.getDraft202012(), builder -> {})
                .getSchema(Files.readString(SCHEMA), InputFormat.JSON)
                .validate(document, InputFormat.JSON)
                .stream()
                .map(Object::toString)
                .toList();
    }
}
