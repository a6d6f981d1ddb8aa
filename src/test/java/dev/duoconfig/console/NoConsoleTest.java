package dev.duoconfig.console;

import java.util.List;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.TightLimits;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.testkit.Problems.assertProblem;

/** With {@code DUO_CONSOLE=false}, nothing of the console is there. */
@QuarkusTest
@Tag("own-start")
@TestProfile(TightLimits.class)
@WithTestResource(LocalInstallationResource.class)
class NoConsoleTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/console",
                "/console/",
                "/console/index.html",
                "/console/app.css",
                "/console/config.json",
                "/console%2findex.html",
                "/console%2Fapp.css"
            })
    void itsPathsDoNotExist(String path) {
        for (var method : List.of("GET", "POST", "DELETE")) {
            assertProblem(
                    Api.anonymous().noFilters().urlEncodingEnabled(false).request(method, path), 404, "not-found");
        }
    }

    @Test
    void thereAreNoSignInCodes() {
        var response = Api.anonymous()
                .contentType("application/json")
                .body("{\"code\": \"a\"}")
                .post("/sign-in");

        assertProblem(response, 404, "not-found");
    }
}
