package dev.duoconfig.outbound;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Undoes the compression of a body. Requests ask for none, but some servers and proxies compress all the same. No step of it
 * becomes larger than its limit, whatever the body claims.
 */
final class ContentEncodings {

    /** More than any server applies; each is a pass over the whole body. */
    private static final int MAX_APPLIED = 3;

    private static final Set<String> GZIP = Set.of("gzip", "x-gzip");
    private static final Set<String> UNREADABLE = Set.of("br", "zstd", "compress", "x-compress", "dcb", "dcz");

    private static final int DEFLATE_METHOD = 8;

    private ContentEncodings() {}

    /**
     * The body as it was before compression. Names that are no compression, such as {@code utf-8}, are ignored.
     *
     * @param applied the values of {@code Content-Encoding}
     * @param maxLength the number of bytes after which decompression ends, with one byte more than the limit
     * @throws UnknownEncodingException if a compression is applied that is not read here
     * @throws IOException if the body is not compressed as its headers say
     */
    static byte[] decode(byte[] body, List<String> applied, int maxLength) throws IOException {
        var encodings = applied.stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(encoding -> encoding.strip().toLowerCase(Locale.ROOT))
                .filter(encoding -> isDecoded(encoding) || UNREADABLE.contains(encoding))
                .toList();
        if (encodings.size() > MAX_APPLIED || encodings.stream().anyMatch(UNREADABLE::contains)) {
            throw new UnknownEncodingException();
        }
        var decoded = body;
        var backward = new ArrayList<>(encodings);
        Collections.reverse(backward);
        for (var encoding : backward) {
            if (decoded.length > 0 && decoded.length <= maxLength) {
                decoded = decode(decoded, encoding, maxLength);
            }
        }
        return decoded;
    }

    private static boolean isDecoded(String encoding) {
        return GZIP.contains(encoding) || encoding.equals("deflate");
    }

    private static byte[] decode(byte[] body, String encoding, int maxLength) throws IOException {
        var compressed = new ByteArrayInputStream(body);
        if (GZIP.contains(encoding)) {
            return new GZIPInputStream(compressed).readNBytes(maxLength + 1);
        }
        var inflater = new Inflater(!hasZlibHeader(body));
        try (InputStream inflated = new InflaterInputStream(compressed, inflater)) {
            return inflated.readNBytes(maxLength + 1);
        } finally {
            inflater.end();
        }
    }

    /** RFC 9110 wants the zlib format for {@code deflate}, but some servers send the bare one. */
    private static boolean hasZlibHeader(byte[] body) {
        return body.length > 1
                && (body[0] & 0x0f) == DEFLATE_METHOD
                && (((body[0] & 0xff) << Byte.SIZE) | (body[1] & 0xff)) % 31 == 0;
    }

    /** A compression is applied that is not read here. */
    static final class UnknownEncodingException extends IOException {

        private static final long serialVersionUID = 1L;
    }
}
