package dev.duoconfig.snapshot.lastknowngood;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.duoconfig.audit.AuditHead;
import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.resolve.Entitlement;
import dev.duoconfig.resolve.EntitlementReason;
import dev.duoconfig.resolve.GatewayDetails;
import dev.duoconfig.resolve.KnownChecks;
import dev.duoconfig.resolve.ModelBuilder;
import dev.duoconfig.resolve.Setting;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.resolve.SubscriptionDetails;
import dev.duoconfig.secret.Sealed;
import dev.duoconfig.secret.SecretLocation;
import dev.duoconfig.secret.TestMasterKeys;
import dev.duoconfig.snapshot.lastknowngood.SnapshotFile.UnusableFileException;
import dev.duoconfig.testkit.FileSchema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

@Tag("fast")
class SnapshotFileTest {

    private static final Catalogue CATALOGUE = Catalogue.load("18.2");
    private static final Instant CHANGED_AT = Instant.parse("2026-11-25T10:00:00.123456Z");
    private static final Instant KNOWN_GOOD_AT = Instant.parse("2026-11-25T11:00:00.123Z");

    private static final AuditHead AUDIT_HEAD = new AuditHead(50, "0".repeat(64));

    private static final SecretLocation LOCATION = new SecretLocation("last_known_good_file", 2, "snapshot");

    @TempDir
    private Path directory;

    @Test
    void aWrittenSnapshotIsReadBack() throws Exception {
        write(7);

        var read = file().read();

        assertThat(read.toSnapshot(CATALOGUE)).isEqualTo(snapshot(7));
        assertThat(read.knownGoodAt()).isEqualTo(KNOWN_GOOD_AT);
        assertThat(read.catalogue()).isEqualTo("18.2");
        assertThat(read.auditHead()).isEqualTo(AUDIT_HEAD);
    }

    @Test
    void theFileRevealsNothingOfTheConfiguration() throws Exception {
        write(7);

        assertThat(Files.readString(path(), StandardCharsets.ISO_8859_1))
                .startsWith("duo-config last-known-good 2 ")
                .doesNotContain("vllm", "Mixtral", "aigw", "ciphertext", "duo_chat");
    }

    @Test
    void onlyTheOwnerCanReadTheFileAndNothingElseIsLeftBesideIt() throws Exception {
        Files.writeString(directory.resolve(".last-known-good.new"), "leftover of a killed instance");

        write(7);
        write(8);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(path());
        }
        assertThat(file().read().revision()).isEqualTo(8);
    }

    @Test
    void aReaderFindsACompleteFileDuringWrites() throws Exception {
        write(1);
        var written = new AtomicBoolean();
        var writer = new Thread(() -> {
            try {
                for (var revision = 2; revision <= 300; revision++) {
                    write(revision);
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            } finally {
                written.set(true);
            }
        });

        writer.start();
        var last = 0L;
        while (!written.get()) {
            var revision = file().read().revision();
            assertThat(revision).isGreaterThanOrEqualTo(last);
            last = revision;
        }
        writer.join();

        assertThat(file().read().revision()).isEqualTo(300);
    }

    @Test
    void aFailedWriteKeepsThePreviousFile() throws Exception {
        write(7);
        // A directory that is not empty blocks the path of the temporary file.
        Files.createFile(
                Files.createDirectory(directory.resolve(".last-known-good.new")).resolve("in-the-way"));

        assertThatIOException().isThrownBy(() -> write(8));

        assertThat(file().read().revision()).isEqualTo(7);
    }

    @Test
    void anotherKindOfFileIsNotReplaced() throws Exception {
        Files.writeString(path(), "a master key");

        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> write(3))
                .withMessageContaining("is not replaced");

        assertThat(path()).hasContent("a master key");
    }

    @Test
    void aFileUnderAnUnknownKeyIsRefused() throws Exception {
        write(7);

        assertUnusable(new SnapshotFile(path(), TestMasterKeys.box(2)), "which is not configured");
    }

    @Test
    void aDecryptOnlyKeyDecryptsTheFile() throws Exception {
        write(7);

        assertThat(new SnapshotFile(path(), TestMasterKeys.box(2, 1)).read().revision())
                .isEqualTo(7);
    }

    @Test
    void aTruncatedFileIsRefused() throws Exception {
        write(7);
        var whole = Files.readAllBytes(path());

        for (var length = 0; length < whole.length; length++) {
            Files.write(path(), Arrays.copyOf(whole, length));
            assertUnusable(file(), "");
        }
    }

    @Test
    void aFileWithAChangedBitIsRefused() throws Exception {
        write(7);
        var whole = Files.readAllBytes(path());

        for (var bit = 0; bit < whole.length * 8; bit++) {
            var changed = whole.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            Files.write(path(), changed);
            assertUnusable(file(), "");
        }
    }

    @Test
    void anUnknownFormatIsNamed() throws Exception {
        write(7);
        var bytes = Files.readString(path(), StandardCharsets.ISO_8859_1);
        Files.writeString(path(), bytes.replaceFirst("good 2 ", "good 3 "), StandardCharsets.ISO_8859_1);

        assertUnusable(file(), "It has format 3; this release reads formats 1 and 2.");
    }

    @Test
    void aFileOfRelease02AllowsGitLabsOwnModels() throws Exception {
        var saved = """
                {"knownGoodAt": 1764068460.123, "revision": 7, "changedAt": 1764064800.123456, "catalogue": "18.2",
                 "gateway": {"url": "https://aigw.example.com", "requestTimeoutSeconds": 60, "betaFeaturesEnabled": true},
                 "entitlement": {"reason": "ENTITLED", "plan": "ultimate"},
                 "settings": {"duo_chat": {"provider": "SELF_HOSTED", "modelId": 1, "revision": 5, "updatedAt": null,
                                           "updatedBy": null}},
                 "models": {"1": {"id": 1, "name": "Mixtral", "family": "mixtral", "endpoint": null,
                                  "identifier": "custom_openai/mixtral", "apiKey": null}}}""";
        var sealed = TestMasterKeys.box(1).seal(saved, new SecretLocation("last_known_good_file", 1, "snapshot"));
        Files.writeString(path(), "duo-config last-known-good 1 " + sealed.keyId() + "\n");
        Files.write(path(), sealed.bytes(), StandardOpenOption.APPEND);

        var read = file().read().toSnapshot(CATALOGUE);

        assertThat(read.gateway().vendoredModelsAllowed()).isTrue();
        assertThat(read.entitlement()).isEqualTo(new Entitlement(EntitlementReason.ENTITLED, "ultimate", null, true));
        assertThat(read.setting("duo_chat").vendoredModel()).isNull();
        assertThat(read.models().get(1L))
                .isNotNull()
                .satisfies(model -> assertThat(model.deployment().iamRole()).isNull());
        assertThat(file().read().auditHead()).isNull();
        assertThat(read.isComplete()).isFalse();
    }

    @Test
    void theContentConformsToThePublishedSchema() throws Exception {
        write(7);

        assertThat(schema().violations(content())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/revision | ",
                "/auditHead | ",
                "/revision | \"seven\"",
                "/gateway | []",
                "/color | \"red\"",
                "/gateway/requestTimeoutSeconds | null",
                "/entitlement/reason | \"PAID\"",
                "/settings/duo_chat/provider | \"ANYBODY\"",
                "/settings/duo_chat/vendoredModel | ",
                "/gateway/details | ",
                "/gateway/details/revision | ",
                "/subscription | ",
                "/subscription/addOns/0/quantity | \"many\"",
                "/models/1/details | ",
                "/models/1/details/createdAt | [\"today\"]",
                "/models/1/iamRole | ",
                "/models/1/apiKey | \"sk-1\""
            })
    void theSchemaAndTheServiceRefuse(String pointer, @Nullable String value) throws Exception {
        write(7);
        var json = new ObjectMapper();
        var content = json.readTree(content());
        var path = JsonPointer.compile(pointer);
        var parent = (ObjectNode) content.at(path.head());
        var property = path.last().getMatchingProperty();
        if (value == null) {
            parent.remove(property);
        } else {
            parent.set(property, json.readTree(value));
        }

        replaceContent(content.toString());

        assertThat(schema().violations(content.toString())).isNotEmpty();
        assertUnusable(file(), "It was written by another release.");
    }

    @Test
    void aMissingFileAndADirectoryAreReported() throws Exception {
        assertUnusable(file(), "It does not exist.");

        Files.createDirectory(path());
        assertUnusable(file(), "It cannot be read");
    }

    private static void assertUnusable(SnapshotFile file, String reason) {
        assertThatExceptionOfType(UnusableFileException.class)
                .isThrownBy(file::read)
                .withMessageContaining(reason);
    }

    private static FileSchema schema() throws IOException {
        return new FileSchema("last-known-good.schema.json");
    }

    /** The JSON that is sealed in the file. */
    private String content() throws Exception {
        var bytes = Files.readAllBytes(path());
        var line = new String(bytes, StandardCharsets.ISO_8859_1)
                .lines()
                .findFirst()
                .orElseThrow();
        var sealed = Arrays.copyOfRange(bytes, line.length() + 1, bytes.length);
        return TestMasterKeys.box(1).open(new Sealed(line.substring(line.lastIndexOf(' ') + 1), sealed), LOCATION);
    }

    private void replaceContent(String json) throws IOException {
        var sealed = TestMasterKeys.box(1).seal(json, LOCATION);
        Files.writeString(path(), "duo-config last-known-good 2 " + sealed.keyId() + "\n");
        Files.write(path(), sealed.bytes(), StandardOpenOption.APPEND);
    }

    private void write(long revision) throws IOException {
        file().write(SavedSnapshot.of(snapshot(revision), KNOWN_GOOD_AT, AUDIT_HEAD));
    }

    private SnapshotFile file() {
        return new SnapshotFile(path(), TestMasterKeys.box(1));
    }

    private Path path() {
        return directory.resolve("last-known-good");
    }

    /** A snapshot with all kinds of values, present and missing. */
    private static Snapshot snapshot(long revision) {
        return new Snapshot(
                revision,
                CHANGED_AT,
                CATALOGUE,
                new Snapshot.Gateway(
                        "https://aigw.example.com",
                        60,
                        true,
                        false,
                        new GatewayDetails(
                                true, "admin", CHANGED_AT, List.of("10.0.0.0/8"), null, true, 6, CHANGED_AT, "admin")),
                new Entitlement(EntitlementReason.IN_GRACE, "ultimate", EntitlementReason.ENTITLED, true),
                Map.of(
                        "duo_chat", new Setting(Provider.SELF_HOSTED, 1L, 5, CHANGED_AT, "admin"),
                        "code_generations", new Setting(Provider.DISABLED, null, 6, null, null),
                        "duo_agent_platform", new Setting(Provider.VENDORED, null, 7, null, null, "claude_sonnet_4")),
                Map.of(
                        1L,
                        ModelBuilder.model(1)
                                .named("Mixtral")
                                .apiKey("0123456789abcdef", "c2VhbGVk")
                                .build(),
                        2L,
                        ModelBuilder.model(2)
                                .named("Claude")
                                .family("claude_3")
                                .onBedrock("claude")
                                .iamRole("arn:aws:iam::123456789012:role/duo")
                                .build()),
                new SubscriptionDetails(
                        "offline_cloud",
                        null,
                        CHANGED_AT,
                        List.of(new SubscriptionDetails.AddOn("duo_enterprise", 10, null, LocalDate.of(2027, 1, 31))),
                        CHANGED_AT,
                        CHANGED_AT,
                        "file",
                        CHANGED_AT,
                        CHANGED_AT,
                        null),
                KnownChecks.NONE);
    }
}
