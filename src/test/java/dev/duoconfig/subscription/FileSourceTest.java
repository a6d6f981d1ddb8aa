package dev.duoconfig.subscription;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Every file leads to its terms or to one sentence about its error. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
@SuppressWarnings("NullAway.Init")
class FileSourceTest {

    @TempDir
    Path directory;

    @Inject
    ObjectMapper json;

    private Path file;

    @BeforeEach
    void setThePath() {
        file = directory.resolve("subscription.json");
    }

    @Test
    void aCompleteFileIsRead() throws IOException {
        write("""
                {"description": "ours", "plan": "Ultimate", "type": "offline_cloud",
                 "starts_at": "2026-01-01", "expires_at": "2027-01-01T12:30:00.1234567+02:00",
                 "add_ons": [{"name": "DUO_ENTERPRISE", "quantity": 50, "starts_at": "2026-01-01T00:00:00Z",
                              "expires_on": "2027-01-01"},
                             {"name": "duo_core", "quantity": 0}]}""");

        var terms = new FileSource(file, json).fetch();

        assertThat(terms)
                .isEqualTo(new SubscriptionTerms(
                        "ultimate",
                        LicenseType.OFFLINE_CLOUD,
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Instant.parse("2027-01-01T10:30:00.123Z"),
                        List.of(
                                new AddOnTerms(
                                        "duo_enterprise",
                                        50,
                                        Instant.parse("2026-01-01T00:00:00Z"),
                                        LocalDate.parse("2027-01-01")),
                                new AddOnTerms("duo_core", 0, null, null))));
    }

    @Test
    void everyPropertyIsOptional() throws IOException {
        write("{}");

        var terms = new FileSource(file, json).fetch();

        assertThat(terms).isEqualTo(new SubscriptionTerms(null, null, null, null, List.of()));
    }

    /** The schema knows the others, see {@link SubscriptionFileSchemaTest}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"plan\": \"ultimate\"            | is not well-formed JSON",
                "ultimate                           | is not well-formed JSON",
                "{\"plan\": \"a\", \"plan\": \"b\"} | is not well-formed JSON",
                "{} {}                              | wrong type",
                "{\"plan\": \"a\\u0000b\"}          | plan is not a name",
                "{\"add_ons\": [{\"name\": \"a\", \"quantity\": 1}, {\"name\": \"A\", \"quantity\": 1}]} | the add-on a twice"
            })
    void anInvalidFileIsReportedWithItsError(String content, String expected) throws IOException {
        write(content);

        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> new FileSource(file, json).fetch())
                .satisfies(
                        failed -> assertThat(failed.detail()).contains(expected).doesNotContain("dev.duoconfig"))
                .matches(failed -> !failed.isTimeout());
    }

    @Test
    void aMissingFileIsReportedWithoutItsDirectory() {
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> new FileSource(file, json).fetch())
                .withMessage(
                        "The subscription file subscription.json does not exist. Correct DUO_SUBSCRIPTION_FILE, or create the file.");
    }

    @Test
    void aDirectoryIsNotAFile() {
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> new FileSource(directory, json).fetch())
                .withMessageContaining("cannot be read");
    }

    @Test
    void anEmptyFileIsReported() throws IOException {
        write("\n");

        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> new FileSource(file, json).fetch())
                .withMessage("The subscription file subscription.json is empty.");
    }

    @Test
    void aTooLargeFileIsReported() throws IOException {
        write("{\"description\": \"" + "x".repeat(1024 * 1024) + "\"}");

        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> new FileSource(file, json).fetch())
                .withMessage("The subscription file subscription.json is larger than 1 MiB.");
    }

    @Test
    void bytesThatAreNotTextAreReported() throws IOException {
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> new FileSource(file, json).fetch())
                .withMessageContaining("is not well-formed JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"plan\": \"ultimate\"}", "\r\n{\"plan\": \"ultimate\"}\r\n", " {\"plan\":\"ultimate\"}"})
    void aByteOrderMarkIsSkipped(String content) throws IOException {
        write("\ufeff" + content);

        assertThat(new FileSource(file, json).fetch().plan()).isEqualTo("ultimate");
    }

    @Test
    void aByteOrderMarkAloneIsAnEmptyFile() throws IOException {
        write("\ufeff");

        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> new FileSource(file, json).fetch())
                .withMessageContaining("is empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
    void aFileInUtf16IsNamedAsSuch(String encoding) throws IOException {
        Files.write(file, "\ufeff{\"plan\": \"ultimate\"}".getBytes(Charset.forName(encoding)));

        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> new FileSource(file, json).fetch())
                .withMessageContaining("is encoded in UTF-16; save it in UTF-8");
    }

    @Test
    void aFileInLatin1IsNotReadAsSomethingElse() throws IOException {
        Files.write(file, "{\"description\": \"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));

        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> new FileSource(file, json).fetch())
                .withMessageContaining("is not encoded in UTF-8");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_001, 15_000})
    void aFileWithTooManyAddOnsIsRefusedAtOnce(int number) throws IOException {
        write(IntStream.range(0, number)
                .mapToObj(addOn -> "{\"name\": \"add-on " + addOn + "\", \"quantity\": 1}")
                .collect(joining(",", "{\"plan\": \"ultimate\", \"add_ons\": [", "]}")));

        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> new FileSource(file, json).fetch())
                .withMessage("The subscription file lists more than 1000 add-ons.");
    }

    @Test
    void aThousandAddOnsAreRead() throws IOException {
        write(IntStream.range(0, 1_000)
                .mapToObj(addOn -> "{\"name\": \"add-on " + addOn + "\", \"quantity\": 1}")
                .collect(joining(",", "{\"plan\": \"ultimate\", \"add_ons\": [", "]}")));

        assertThat(new FileSource(file, json).fetch().addOns()).hasSize(1_000);
    }

    private void write(String content) throws IOException {
        Files.writeString(file, content);
    }
}
