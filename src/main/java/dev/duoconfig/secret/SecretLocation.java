package dev.duoconfig.secret;

import java.nio.charset.StandardCharsets;

/** Where a sealed value is stored. It is authenticated with the value: a ciphertext moved to another row does not open. */
public record SecretLocation(String table, long id, String column) {

    byte[] associatedData() {
        return (table + "|" + id + "|" + column).getBytes(StandardCharsets.UTF_8);
    }
}
