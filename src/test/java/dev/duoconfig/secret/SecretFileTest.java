package dev.duoconfig.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

@Tag("fast")
class SecretFileTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "secret,secret",
                "secret\\n,secret",
                "secret\\r\\n,secret",
                "secret\\r,secret",
                "secret\\n\\n,secret\\n",
                "\\uFEFFsecret\\n,secret",
                " secret \\n, secret ",
                "two\\nlines\\n,two\\nlines",
                "pa$$word${HOME}\\n,pa$$word${HOME}",
                "p\u00e4ss\\n,p\u00e4ss"
            })
    void oneLineEndAndAByteOrderMarkAreNotPartOfTheSecret(String content, String secret) throws IOException {
        assertThat(SecretFile.read(write(unescape(content).getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(unescape(secret));
    }

    @Test
    void anUnusableFileIsRefusedWithoutQuotingIt() throws IOException {
        var latin = write("p\u00e4ss".getBytes(StandardCharsets.ISO_8859_1));
        var large = Files.write(directory.resolve("large"), new byte[64 * 1024 + 1]);

        assertThatIOException().isThrownBy(() -> SecretFile.read(latin)).withMessageNotContaining("ss");
        assertThatIOException().isThrownBy(() -> SecretFile.read(large));
        assertThatIOException().isThrownBy(() -> SecretFile.read(directory));
        assertThatIOException().isThrownBy(() -> SecretFile.read(directory.resolve("missing")));
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(directory.resolve("secret"), content);
    }

    private static String unescape(String text) {
        return text.replace("\\n", "\n").replace("\\r", "\r").replace("\\uFEFF", "\uFEFF");
    }
}
