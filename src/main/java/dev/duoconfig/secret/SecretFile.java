package dev.duoconfig.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.duoconfig.text.OutsideText;

/** Reads secrets from files, which container platforms provide and people write with editors. */
public final class SecretFile {

    private static final int MAX_BYTES = 64 * 1024;

    private SecretFile() {}

    /**
     * The text of a file, without a byte order mark at its beginning and without one line end at its end. Everything else is part
     * of the secret.
     *
     * @throws dev.duoconfig.text.NotUtf8Exception if the file is not UTF-8
     * @throws IOException if the file cannot be read or is larger than 64 KiB; the message does not quote it
     */
    public static String read(Path file) throws IOException {
        byte[] bytes;
        try (var input = Files.newInputStream(file)) {
            bytes = input.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new IOException("larger than " + MAX_BYTES + " bytes");
        }
        return OutsideText.withoutLineEnd(OutsideText.of(bytes));
    }
}
