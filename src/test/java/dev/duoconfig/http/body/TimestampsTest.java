package dev.duoconfig.http.body;

import java.time.Instant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Timestamps have one format, whatever their fraction is. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
class TimestampsTest {

    private final ObjectMapper json;

    TimestampsTest(ObjectMapper json) {
        this.json = json;
    }

    @Test
    void aTimestampHasMillisecondsEvenIfTheyAreZero() throws JsonProcessingException {
        assertThat(json.writeValueAsString(Instant.parse("2026-11-22T14:00:00Z")))
                .isEqualTo("\"2026-11-22T14:00:00.000Z\"");
    }
}
