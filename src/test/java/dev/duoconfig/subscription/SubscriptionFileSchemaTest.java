package dev.duoconfig.subscription;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.testkit.FileSchema;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The published schema of the subscription file and the service accept the same files. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
class SubscriptionFileSchemaTest {

    @TempDir
    private Path directory;

    private final ObjectMapper json;
    private final FileSchema schema = new FileSchema("subscription.schema.json");

    SubscriptionFileSchemaTest(ObjectMapper json) throws IOException {
        this.json = json;
    }

    @Test
    void theExampleIsValid() throws IOException {
        var guide = Files.readString(Path.of("docs/files.md"));
        var start = guide.indexOf("```json\n{\n  \"plan\"") + "```json\n".length();
        var example = guide.substring(start, guide.indexOf("```", start));

        assertThat(schema.violations(example)).isEmpty();
        assertThat(fetch(example).plan()).isEqualTo("ultimate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"plan\": null, \"type\": null, \"starts_at\": null, \"expires_at\": null, \"add_ons\": null}",
                "{\"description\": \"ours\", \"plan\": \"Ultimate\", \"type\": \"online_cloud\"}",
                "{\"type\": \"offline_cloud\", \"starts_at\": \"1970-01-01\", \"expires_at\": \"9999-12-31\"}",
                "{\"type\": \"legacy_license\", \"expires_at\": \"2027-01-01T12:30:00.1234567+02:00\"}",
                "{\"add_ons\": []}",
                "{\"add_ons\": [{\"name\": \"DUO_ENTERPRISE\", \"quantity\": 0}]}",
                "{\"add_ons\": [{\"name\": \"a\", \"quantity\": 2147483647, \"starts_at\": \"2026-01-01T00:00:00Z\","
                        + " \"expires_on\": \"2027-01-01\"}, {\"name\": \"b\", \"quantity\": 1, \"starts_at\": null,"
                        + " \"expires_on\": null}]}"
            })
    void bothAccept(String file) throws IOException {
        assertThat(schema.violations(file)).isEmpty();
        assertThat(fetch(file)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "[]                                 | wrong type at line 1, column 1",
                "null                               | is empty",
                "{\"colour\": \"red\"}              | unknown property colour at line 1, column",
                "{\"plan\": 7}                      | wrong type at line 1, column",
                "{\"plan\": \"\"}                   | plan is not a name",
                "{\"plan\": \"a/b\"}                | plan is not a name",
                "{\"type\": \"perpetual\"}          | type is not online_cloud",
                "{\"expires_at\": 1798675200}       | wrong type at line 1",
                "{\"expires_at\": \"\"}             | expires_at is not a date",
                "{\"expires_at\": \"tomorrow\"}     | expires_at is not a date",
                "{\"expires_at\": \"2026-02-30\"}   | expires_at is not a date",
                "{\"expires_at\": \"2026-12-31T00:00:00\"} | expires_at is not a date",
                "{\"expires_at\": \"+12000-01-01\"} | expires_at is not between the years 1970 and 9999",
                "{\"expires_at\": \"0001-01-01\"}   | expires_at is not between the years 1970 and 9999",
                "{\"starts_at\": \"31.12.2026\"}    | starts_at is not a date",
                "{\"add_ons\": {}}                  | wrong type at line 1",
                "{\"add_ons\": [null]}              | an add-on without a name",
                "{\"add_ons\": [{\"quantity\": 1}]} | an add-on without a name",
                "{\"add_ons\": [{\"name\": \"a\"}]} | the subscription file's add-on a needs a quantity",
                "{\"add_ons\": [{\"name\": \"a\", \"quantity\": null}]} | add-on a needs a quantity",
                "{\"add_ons\": [{\"name\": \"a\", \"quantity\": -1}]} | add-on a needs a quantity",
                "{\"add_ons\": [{\"name\": \"a\", \"quantity\": \"10\"}]} | wrong type at line 1",
                "{\"add_ons\": [{\"name\": \"a\", \"quantity\": 1.5}]} | wrong type at line 1",
                "{\"add_ons\": [{\"name\": \"a\", \"quantity\": 9999999999}]} | out of range at line 1",
                "{\"add_ons\": [{\"name\": \"a\", \"quantity\": 1, \"seats\": 1}]} | unknown property seats at line 1",
                "{\"add_ons\": [{\"name\": \"a\", \"quantity\": 1, \"expires_on\": \"soon\"}]} | add_ons.expires_on is not a date",
                "{\"add_ons\": [{\"name\": \"a\", \"quantity\": 1, \"starts_at\": \"soon\"}]} | add_ons.starts_at is not a date"
            })
    void bothRefuse(String file, String message) {
        assertThat(schema.violations(file)).isNotEmpty();
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> fetch(file))
                .satisfies(refused -> assertThat(refused.detail())
                        .containsIgnoringCase(message)
                        .doesNotContain("dev.duoconfig"))
                .matches(refused -> !refused.isTimeout());
    }

    private SubscriptionTerms fetch(String content) throws IOException {
        return new FileSource(Files.writeString(directory.resolve("subscription.json"), content), json).fetch();
    }
}
