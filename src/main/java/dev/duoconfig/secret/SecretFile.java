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
     * @throws TooLargeException if the file is larger than 64 KiB
     * @throws IOException if the file cannot be read; the message does not quote it
     */
    public static String read(Path file) throws IOException {
        byte[] bytes;
        try (var input = Files.newInputStream(file)) {
            bytes = input.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new TooLargeException();
        }
        return OutsideText.withoutLineEnd(OutsideText.of(bytes));
    }

    /** A file is too large for a secret. */
    public static final class TooLargeException extends IOException {

        private static final long serialVersionUID = 1L;

        TooLargeException() {
            super("larger than " + MAX_BYTES + " bytes");
        }

        /** Completes a sentence that begins with the name of the file. */
        public String rule() {
            return "is larger than " + MAX_BYTES / 1024 + " KiB";
        }
    }
}
