package dev.duoconfig.secret;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * The place where a sealed value is stored, and what it may be used for. Both are authenticated with the value, so a ciphertext
 * cannot be opened in another row, or for another use.
 *
 * @param use the use that the value is bound to; null if the value is bound to its place only
 */
public record SecretLocation(
        String table, long id, String column, @Nullable String use) {

    public SecretLocation(String table, long id, String column) {
        this(table, id, column, null);
    }

    /** The same place with a use. */
    public SecretLocation boundTo(String newUse) {
        return new SecretLocation(table, id, column, newUse);
    }

    byte[] associatedData() {
        var place = table + "|" + id + "|" + column;
        return (use == null ? place : place + "|" + use).getBytes(StandardCharsets.UTF_8);
    }
}
