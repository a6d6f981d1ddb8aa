package dev.duoconfig.snapshot.prepared;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class PreparedResponsesTest extends PreparedResponseRules {

    static Set<String> configurations() {
        return PreparedConfigurations.all().keySet();
    }

    /** A path prefix changes nothing about what is prepared, so this is not repeated under one. */
    @ParameterizedTest
    @MethodSource("configurations")
    void responsesMatchTheResourceForEveryConfiguration(String name) throws IOException {
        Objects.requireNonNull(PreparedConfigurations.all().get(name)).run();

        try (var both = SameResponse.open()) {
            for (var path : everyPath()) {
                for (var role : List.of("viewer", "resolver")) {
                    var response = both.get(path, token(role));
                    both.get(path, token(role), "If-None-Match: " + response.header("etag"));
                }
            }
        }
    }
}
