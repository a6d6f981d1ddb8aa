package dev.duoconfig.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The Compose file agrees with the service, the image, and the realm that it uses. */
@Tag("fast")
class ComposeTest {

    private static final Path FILE = Path.of("deploy", "compose.yaml");
    private static final Path REALM = Path.of("docs", "examples", "keycloak-realm.json");
    private static final Pattern VERSION = Pattern.compile("[a-z./-]+:\\d+\\.\\d+(\\.\\d+)?");

    @Test
    void everyVariableOfTheServiceIsASetting() throws IOException {
        var settings = Files.readString(Path.of("docs", "settings.md"));

        assertThat(names(service().path("environment"))).hasSizeGreaterThan(10).allSatisfy(name -> assertThat(settings)
                .contains("| `" + name + "` |"));
    }

    @Test
    void everyImageHasAVersionUnlessItIsBuiltHere() throws IOException {
        assertThat(compose().path("services")).hasSize(3).allSatisfy(service -> {
            if (service.has("build")) {
                assertThat(FILE.resolveSibling(service.path("build").asText()).resolve("Dockerfile"))
                        .exists();
            } else {
                assertThat(service.path("image").asText()).matches(VERSION);
            }
        });
    }

    @Test
    void everySecretAndVolumeIsDefinedAndSecretsStayOutOfTheRepository() throws IOException {
        var compose = compose();
        var ignored = Files.readAllLines(Path.of(".gitignore"));

        assertThat(compose.path("services")).allSatisfy(service -> {
            assertThat(texts(service.path("secrets"))).allMatch(compose.path("secrets")::has);
            assertThat(texts(service.path("volumes")))
                    .map(volume -> volume.split(":", 2)[0])
                    .allMatch(source ->
                            source.startsWith("../") || compose.path("volumes").has(source));
        });
        assertThat(compose.path("secrets")).allSatisfy(secret -> assertThat(ignored)
                .contains("deploy/" + secret.path("file").asText()));
        assertThat(texts(service().path("environment")).stream()
                        .filter(value -> value.startsWith("/run/secrets/"))
                        .map(value -> value.substring("/run/secrets/".length())))
                .hasSize(3)
                .allMatch(texts(service().path("secrets"))::contains);
    }

    @Test
    void theSettingsOfTheIssuerAreThoseOfTheRealm() throws IOException {
        var keycloak = compose().path("services").path("keycloak");
        assertThat(texts(keycloak.path("volumes")))
                .anyMatch(volume -> volume.startsWith("../docs/examples/keycloak-realm.json:"));
        var realm = new ObjectMapper().readTree(REALM.toFile());
        var variables = service().path("environment");

        assertThat(variables.path("DUO_OIDC_ISSUER").asText())
                .endsWith("/realms/" + realm.path("realm").asText());
        assertThat(values(realm.path("clients"), "clientId"))
                .contains(
                        variables.path("DUO_OIDC_AUDIENCE").asText(),
                        variables.path("DUO_CONSOLE_CLIENT_ID").asText());
        assertThat(values(realm.path("groups"), "name"))
                .contains(
                        variables.path("DUO_OIDC_ADMIN_VALUES").asText(),
                        variables.path("DUO_OIDC_PLANNER_VALUES").asText(),
                        variables.path("DUO_OIDC_VIEWER_VALUES").asText(),
                        variables.path("DUO_OIDC_RESOLVER_VALUES").asText());
    }

    private static JsonNode compose() throws IOException {
        return new YAMLMapper().readTree(FILE.toFile());
    }

    private static JsonNode service() throws IOException {
        return compose().path("services").path("duo-config");
    }

    private static List<String> names(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static List<String> values(JsonNode objects, String name) {
        return StreamSupport.stream(objects.spliterator(), false)
                .map(object -> object.path(name).asText())
                .toList();
    }
}
