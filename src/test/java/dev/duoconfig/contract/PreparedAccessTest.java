package dev.duoconfig.contract;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import dev.duoconfig.resolve.Resolutions;
import dev.duoconfig.snapshot.CurrentSnapshot;
import dev.duoconfig.snapshot.PreparedResponse;
import dev.duoconfig.snapshot.ResponseLookup;
import dev.duoconfig.snapshot.ResponseSource;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.arc.All;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A prepared response has the same roles as its operation. {@link SpecTest} checks the resources in the same way. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@SuppressWarnings("NullAway.Init")
class PreparedAccessTest {

    @Inject
    @All
    List<ResponseSource> sources;

    @Inject
    CurrentSnapshot current;

    @Test
    void everyPreparedResponseHasTheRolesOfItsOperation() {
        var responses = responses();

        assertThat(responses).isNotEmpty().allSatisfy((path, response) -> {
            var operation = Contract.published().operation("GET", path).orElseThrow();
            assertThat(response.roles()).as(path).isEqualTo(operation.roles());
            assertThat(response.template()).as(path).isEqualTo(operation.path());
        });
    }

    @Test
    void frequentReadsArePreparedForEveryFeature() {
        var paths = responses().keySet();

        assertThat(paths).contains("/features", "/revision", "/catalogue", "/gateway", "/subscription");
        assertThat(current.get().catalogue().features()).allSatisfy(feature -> assertThat(paths)
                .contains("/features/" + feature.id(), "/features/" + feature.id() + "/effective-model"));
    }

    @Test
    void onlyResponsesWithoutAnApiKeyMayBeStored() {
        assertThat(responses()).allSatisfy((path, response) -> assertThat(response.storable())
                .isEqualTo(!path.endsWith("/model-metadata")));
    }

    @Test
    void everyLookupHasTheRolesOfItsOperations() {
        var lookups = sources.stream()
                .map(source -> source.lookup(current.get()))
                .filter(Objects::nonNull)
                .toList();

        assertThat(lookups).extracting(ResponseLookup::path).containsExactly("/models");
        for (var path : List.of("/models", "/models/families", "/models/1")) {
            var operation = Contract.published().operation("GET", path).orElseThrow();
            assertThat(lookups.get(0).roles()).as(path).isEqualTo(operation.roles());
        }
    }

    private Map<String, PreparedResponse> responses() {
        var snapshot = current.get();
        var resolutions = Resolutions.of(snapshot);
        var responses = new TreeMap<String, PreparedResponse>();
        sources.forEach(source -> responses.putAll(source.prepare(snapshot, resolutions)));
        return responses;
    }
}
