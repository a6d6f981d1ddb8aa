package dev.duoconfig.http.edge;

import java.util.ArrayList;

import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.LocalInstallationResource;
import dev.duoconfig.testkit.RawConnection;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** Clients that send requests and do not read the responses. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
class SlowReadersTest {

    private final ContractRoute contract;

    SlowReadersTest(ContractRoute contract) {
        this.contract = contract;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/q/openapi", "/q/openapi?format=json", "/q/metrics", "/nowhere", "/q/swagger-ui/index.html"})
    void othersAreServedWhileClientsReadNothing(String path) throws Exception {
        var connections = new ArrayList<RawConnection>();
        try {
            for (var i = 0; i < 6; i++) {
                var connection = RawConnection.open();
                connections.add(connection);
                connection.send(("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").repeat(500));
            }

            Api.as("viewer").get("/gateway").then().statusCode(200);
            given().get("/q/health/live").then().statusCode(200);
        } finally {
            for (var connection : connections) {
                connection.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ContractRoute.Format.class)
    void theContractIsNotCopiedForEachResponse(ContractRoute.Format format) {
        assertThat(contract.document(format)).isSameAs(contract.document(format));
    }

    @Test
    void theContractIsServedInBothFormats() {
        given().get("/q/openapi").then().statusCode(200).contentType("application/yaml");
        given().get("/q/openapi?format=JSON").then().statusCode(200).contentType("application/json");
        given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .contentType("application/json");
        assertThat(given().get("/q/openapi").asByteArray())
                .isEqualTo(given().get("/q/openapi.yaml").asByteArray());
    }
}
