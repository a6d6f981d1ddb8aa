package dev.duoconfig.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

import dev.duoconfig.testkit.OtherSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.duoconfig.secret.TestMasterKeys.box;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("fast")
class SecretBoxTest {

    private static final String KEY = OtherSettings.masterKey(1);
    private static final String ANOTHER_KEY = OtherSettings.masterKey(2);
    private static final SecretLocation LOCATION = new SecretLocation("model", 7, "api_key");
    private static final String SECRET = "sk-hunter2-hunter2";

    private final SecretBox box = box(KEY);

    @ParameterizedTest
    @ValueSource(strings = {"", "k", SECRET, "schlüssel 🔑 مفتاح", "line\nbreak\u0000"})
    void aSealedSecretOpensInItsLocation(String secret) {
        assertThat(box.open(box.seal(secret, LOCATION), LOCATION)).isEqualTo(secret);
    }

    @Test
    void aLongSecretOpensToo() {
        var secret = "k".repeat(100_000);

        assertThat(box.open(box.seal(secret, LOCATION), LOCATION)).isEqualTo(secret);
    }

    @Test
    void everySealHasItsOwnNonce() {
        var nonces = new HashSet<String>();
        var ciphertexts = new HashSet<String>();

        for (int i = 0; i < 1_000; i++) {
            var bytes = box.seal(SECRET, LOCATION).bytes();
            nonces.add(Arrays.toString(Arrays.copyOf(bytes, 12)));
            ciphertexts.add(Arrays.toString(Arrays.copyOfRange(bytes, 12, bytes.length)));
        }

        assertThat(nonces).hasSize(1_000);
        assertThat(ciphertexts).hasSize(1_000);
    }

    @Test
    void aSealedSecretHoldsNonceCiphertextAndTag() {
        var sealed = box.seal(SECRET, LOCATION);

        assertThat(sealed.bytes()).hasSize(12 + SECRET.length() + 16);
        assertThat(sealed.keyId()).isEqualTo(box.keyId());
        assertThat(new String(sealed.bytes(), StandardCharsets.ISO_8859_1)).doesNotContain("hunter2");
    }

    static List<SecretLocation> otherLocations() {
        return List.of(
                new SecretLocation("model", 8, "api_key"),
                new SecretLocation("model", -7, "api_key"),
                new SecretLocation("gateway", 7, "api_key"),
                new SecretLocation("model", 7, "name"),
                new SecretLocation("MODEL", 7, "api_key"),
                new SecretLocation("", 7, "api_key"));
    }

    @ParameterizedTest
    @MethodSource("otherLocations")
    void aSecretThatWasMovedDoesNotOpen(SecretLocation other) {
        var sealed = box.seal(SECRET, LOCATION);

        assertUnreadable(box, sealed, other);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://other.example.com:443",
                "http://vllm.example.com:443",
                "https://vllm.example.com:8443",
                "https://vllm.example.com:44",
                "https://vllm.example.com:443|",
                ""
            })
    void aBoundSecretDoesNotOpenForAnotherUse(String use) {
        var sealed = box.seal(SECRET, LOCATION.boundTo("https://vllm.example.com:443"));

        assertThat(box.open(sealed, LOCATION.boundTo("https://vllm.example.com:443")))
                .isEqualTo(SECRET);
        assertUnreadable(box, sealed, LOCATION.boundTo(use));
    }

    @Test
    void aSecretOpensOnlyInItsForm() {
        var unbound = box.seal(SECRET, LOCATION);
        var bound = box.seal(SECRET, LOCATION.boundTo(""));
        var prefix = bound.bytes().length - unbound.bytes().length;
        var withoutPrefix = Arrays.copyOfRange(bound.bytes(), prefix, bound.bytes().length);

        assertThat(unbound.bound()).isFalse();
        assertThat(bound.bound()).isTrue();
        assertUnreadable(box, unbound, LOCATION.boundTo(""));
        assertUnreadable(box, bound, LOCATION);
        assertUnreadable(box, new Sealed(bound.keyId(), withoutPrefix), LOCATION);
        assertUnreadable(box, new Sealed(bound.keyId(), Arrays.copyOf(bound.bytes(), prefix)), LOCATION.boundTo(""));
    }

    @Test
    void aFlippedBitIsDetected() {
        var sealed = box.seal(SECRET, LOCATION);

        for (int bit = 0; bit < sealed.bytes().length * 8; bit++) {
            var flipped = sealed.bytes().clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertUnreadable(box, new Sealed(sealed.keyId(), flipped), LOCATION);
        }
    }

    @Test
    void truncationAndExtensionAreDetected() {
        var sealed = box.seal(SECRET, LOCATION);

        for (int length = 0; length < sealed.bytes().length; length++) {
            assertUnreadable(box, new Sealed(sealed.keyId(), Arrays.copyOf(sealed.bytes(), length)), LOCATION);
        }
        assertUnreadable(
                box, new Sealed(sealed.keyId(), Arrays.copyOf(sealed.bytes(), sealed.bytes().length + 1)), LOCATION);
    }

    @Test
    void aSecretDoesNotOpenUnderAnotherKey() {
        var other = box(ANOTHER_KEY);
        var sealed = box.seal(SECRET, LOCATION);

        assertUnreadable(other, sealed, LOCATION);
        assertUnreadable(other, new Sealed(other.keyId(), sealed.bytes()), LOCATION);
    }

    @Test
    void theKeyIdDistinguishesKeysAndRevealsNothingElse() {
        assertThat(box.keyId())
                .matches("[0-9a-f]{16}")
                .isEqualTo(box(KEY + "\n").keyId());
        assertThat(box(ANOTHER_KEY).keyId()).isNotEqualTo(box.keyId());
        assertThat(MasterKey.parse("test", KEY)).hasToString("MasterKey[" + box.keyId() + "]");
    }

    @Test
    void theKeyIdIsTheSameInEveryRelease() {
        assertThat(box.keyId()).isEqualTo("5ca9b98df78327ce");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2hunter2hunter2!",
                "aHVudGVyMmh1bnRlcjI=",
                "hunter2",
                "hunter2hunter2hunter2hunter2hunter2hunter2hunter2hunter2hunter2hunter2hunter2",
                "aHVudGVyMmh1bnRlcjJo\naHVudGVyMmh1bnRlcjJo",
                ""
            })
    void anInvalidKeyIsRefusedWithoutBeingQuoted(String text) {
        assertThatExceptionOfType(MasterKeyException.class)
                .isThrownBy(() -> MasterKey.parse("DUO_MASTER_KEY", text))
                .withMessageStartingWith("DUO_MASTER_KEY ")
                .withMessageContaining("openssl rand -base64 32")
                .withMessageNotContainingAny("hunter2", "aHVudGVy")
                .withNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", "\n\n"})
    void anAdditionalKeyFileCanBeginWithAByteOrderMarkAndEndWithLineEnds(String end, @TempDir Path directory)
            throws IOException {
        var file = Files.writeString(directory.resolve("master-key"), "\uFEFF" + ANOTHER_KEY + end);

        assertThat(new SecretBox(settings(KEY, List.of(file), List.of())).keyIds())
                .containsExactly(box.keyId(), box(ANOTHER_KEY).keyId());
    }

    @Test
    void theKeyOfTheSettingIsUsed() {
        assertThat(new SecretBox(settings(KEY)).keyId()).isEqualTo(box.keyId());
    }

    @Test
    void anAdditionalKeyFileThatCannotBeReadIsNamed(@TempDir Path directory) throws IOException {
        var utf16 = Files.write(directory.resolve("utf-16"), ("\ufeff" + KEY).getBytes(StandardCharsets.UTF_16LE));

        for (var file : List.of(directory.resolve("absent"), utf16)) {
            assertThatExceptionOfType(MasterKeyException.class)
                    .isThrownBy(() -> new SecretBox(settings(KEY, List.of(file), List.of())))
                    .withMessageContaining(file.toString())
                    .withMessageNotContaining(KEY);
        }
    }

    @Test
    void withoutAKeyTheMessageSaysHowToCreateOne() {
        assertThatExceptionOfType(MasterKeyException.class)
                .isThrownBy(() -> new SecretBox(settings(null)))
                .withMessageContaining("openssl rand -base64 32")
                .withMessageContaining("DUO_MASTER_KEY_FILE");
    }

    @Test
    void anAdditionalKeyOpensButDoesNotSeal(@TempDir Path directory) throws IOException {
        var old = box(ANOTHER_KEY).seal(SECRET, LOCATION);
        var file = Files.writeString(directory.resolve("old"), ANOTHER_KEY + "\n");

        for (var ring : List.of(
                new SecretBox(settings(KEY, List.of(file), List.of())),
                new SecretBox(settings(KEY, List.of(Path.of(" " + file)), List.of())),
                new SecretBox(settings(KEY, List.of(), List.of(ANOTHER_KEY))))) {
            assertThat(ring.open(old, LOCATION)).isEqualTo(SECRET);
            assertThat(ring.opens(old, LOCATION)).isTrue();
            assertThat(ring.opens(old, new SecretLocation("model", 8, "api_key")))
                    .isFalse();
            assertThat(ring.seal(SECRET, LOCATION).keyId()).isEqualTo(box.keyId());
            assertThat(ring.keyIds()).containsExactly(box.keyId(), old.keyId());
        }
        assertThat(box.opens(old, LOCATION)).isFalse();
    }

    @Test
    void anInvalidAdditionalKeyIsRefusedWithoutBeingQuoted() {
        assertThatExceptionOfType(MasterKeyException.class)
                .isThrownBy(() -> new SecretBox(settings(KEY, List.of(), List.of("hunter2"))))
                .withMessageContaining("DUO_OTHER_MASTER_KEYS")
                .withMessageNotContaining("hunter2");
    }

    private static void assertUnreadable(SecretBox box, Sealed sealed, SecretLocation location) {
        assertThatExceptionOfType(UnreadableSecretException.class)
                .isThrownBy(() -> box.open(sealed, location))
                .withMessageContaining(sealed.keyId())
                .withMessageNotContainingAny("hunter2", KEY)
                .withNoCause();
    }

    private static SecretSettings settings(@Nullable String key) {
        return settings(key, List.of(), List.of());
    }

    private static SecretSettings settings(@Nullable String key, List<Path> otherFiles, List<String> others) {
        return new SecretSettings() {
            @Override
            public Optional<List<Path>> otherMasterKeyFiles() {
                return Optional.of(otherFiles);
            }

            @Override
            public Optional<List<String>> otherMasterKeys() {
                return Optional.of(others);
            }

            @Override
            public Optional<Path> otherMasterKeysFile() {
                return Optional.empty();
            }

            @Override
            public Optional<Path> masterKeyFile() {
                return Optional.empty();
            }

            @Override
            public Optional<String> masterKey() {
                return Optional.ofNullable(key);
            }
        };
    }
}
