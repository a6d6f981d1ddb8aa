package dev.duoconfig.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

import dev.duoconfig.http.edge.SharedBuffer;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A file of the console, in memory that all responses share.
 *
 * @param type the value of {@code Content-Type}
 * @param hash the beginning of the SHA-256 of the content, by which caches recognize it
 * @param compressed the content in gzip; null for a type that is not compressed
 */
record ConsoleFile(
        String type, String hash, Buffer content, @Nullable Buffer compressed) {

    private static final String OTHER = "application/octet-stream";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=UTF-8",
            "js", "text/javascript;charset=UTF-8",
            "css", "text/css;charset=UTF-8",
            "txt", "text/plain;charset=UTF-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "woff2", "font/woff2");

    /** Nothing in these comes from a caller, so that the length of a compressed response reveals nothing. */
    private static final Set<String> COMPRESSED = Set.of("html", "js", "css");

    private static final int HASH_CHARACTERS = 32;

    static ConsoleFile of(String name, byte[] content) throws IOException {
        var extension = name.substring(name.lastIndexOf('.') + 1);
        return new ConsoleFile(
                TYPES.getOrDefault(extension, OTHER),
                hash(content),
                SharedBuffer.of(content),
                COMPRESSED.contains(extension) ? SharedBuffer.of(gzip(content)) : null);
    }

    /** A weak entity tag, because the compressed content has the same one. */
    String entityTag() {
        return "W/\"" + hash + "\"";
    }

    /** Whether the header {@code If-None-Match} has the tag, as it was or as a proxy changed it. */
    boolean isKnownTo(@Nullable String condition) {
        return condition != null && (condition.equals("*") || condition.contains(hash));
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private static String hash(byte[] content) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest).substring(0, HASH_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
