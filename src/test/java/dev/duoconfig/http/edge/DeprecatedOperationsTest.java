package dev.duoconfig.http.edge;

import java.io.IOException;
import java.util.List;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Operations that a test contract deprecates; the published one may have none. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@SuppressWarnings("NullAway.Init")
class DeprecatedOperationsTest {

    private static final String CONTRACT = """
            paths:
              /gateway:
                patch: {deprecated: true, x-deprecated-at: '2026-12-01T00:00:00Z'}
              /features/{feature}/effective-model:
                get: {deprecated: true, x-deprecated-at: '2026-12-01T00:00:00Z', x-sunset: '2027-06-01T00:00:00Z'}
            """;

    @Inject
    Deprecations deprecations;

    @Inject
    PublishedOperations published;

    @BeforeEach
    void deprecate() throws IOException {
        deprecations.announce(new PublishedOperations("/", new YAMLMapper().readTree(CONTRACT)).deprecations());
    }

    @AfterEach
    void restoreTheContract() {
        deprecations.announce(published.deprecations());
    }

    @ParameterizedTest
    @CsvSource({
        "resolver, /features/code_generations/effective-model, 200",
        "resolver, /features/code_generations/effective-model?explain=true, 200",
        "resolver, /features/nothing/effective-model, 404",
        "resolver, /features/code_generations/effective-model?unasked=1, 400"
    })
    void everyResponseOfADeprecatedOperationHasTheHeaders(String role, String path, int status) {
        var resource = Api.as(role).header("Prefer", "the-resource").get(path);
        // The token is in the cache now, so a prepared response is sent ahead of the resource.
        var prepared = Api.as(role).get(path);

        for (var response : List.of(resource, prepared)) {
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.headers().getValues("Deprecation")).containsExactly("@1796083200");
            assertThat(response.headers().getValues("Sunset")).containsExactly("Tue, 01 Jun 2027 00:00:00 GMT");
        }
    }

    @Test
    void aProblemHasTheHeadersToo() {
        var response =
                Api.anonymous().contentType("application/json").body("{}").patch("/gateway");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.header("Deprecation")).isEqualTo("@1796083200");
        assertThat(response.headers().hasHeaderWithName("Sunset")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"/gateway", "/features/code_generations", "/nowhere"})
    void otherOperationsDoNotHaveTheHeaders(String path) {
        var response = Api.as("viewer").get(path);

        assertThat(response.headers().hasHeaderWithName("Deprecation")).isFalse();
        assertThat(response.headers().hasHeaderWithName("Sunset")).isFalse();
    }
}
