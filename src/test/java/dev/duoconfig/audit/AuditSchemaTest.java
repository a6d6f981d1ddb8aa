package dev.duoconfig.audit;

import java.io.IOException;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.model.SampleModels;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.CleanConfiguration;
import dev.duoconfig.testkit.FileSchema;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** The events of the service conform to the published schema of an exported line. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@ExtendWith(CleanConfiguration.class)
class AuditSchemaTest {

    @Test
    void recordedEventsConform() throws IOException {
        Api.entitled();
        var model = SampleModels.create("Mixtral", "mixtral");
        Api.as("admin").delete("/models/" + model);
        var schema = new FileSchema(AuditSchemaReferenceTest.SCHEMA);

        var events = new ObjectMapper()
                .readTree(Api.as("viewer").get("/audit-events?per_page=100").asString());

        assertThat(events).hasSizeGreaterThanOrEqualTo(3).allSatisfy(event -> assertThat(
                        schema.violations(event.toString()))
                .isEmpty());
    }
}
