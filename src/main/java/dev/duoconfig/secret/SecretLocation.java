package dev.duoconfig.secret;

import java.nio.charset.StandardCharsets;

/**
 * The place where a sealed value is stored. It is authenticated with the value, so a ciphertext cannot be opened in another
 * row.
 */
public record SecretLocation(String table, long id, String column) {

    byte[] associatedData() {
        return (table + "|" + id + "|" + column).getBytes(StandardCharsets.UTF_8);
    }
}
