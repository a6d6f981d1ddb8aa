package dev.duoconfig.secret;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values by which a database knows its master keys. Only a holder of the key can make one, so it also proves which forms
 * had begun when it was made.
 */
final class Verification {

    private static final String PLAINTEXT = "duo-config";
    private static final List<SecurityForm> FORMS =
            List.of(SecurityForm.NONE, SecurityForm.BEGUN, SecurityForm.COMPLETE);

    private Verification() {}

    /** A value for one of the configured keys. */
    static Sealed seal(SecretBox box, String keyId, SecurityForm form) {
        return box.seal(PLAINTEXT, location(form), keyId);
    }

    /** Release 0.2 has only the first location, and refuses to start if a value of its master key has another one. */
    private static SecretLocation location(SecurityForm form) {
        var column = "verification";
        if (form.unboundKeysRefused()) {
            column = "verification, forms complete";
        } else if (form.keysBound()) {
            column = "verification, forms begun";
        }
        return new SecretLocation("secret_key", 0, column);
    }

    /**
     * The forms that had begun when the value was made.
     *
     * @throws UnreadableSecretException if the value was not made with the key that it names
     */
    static SecurityForm open(SecretBox box, Sealed verification) {
        for (var form : FORMS) {
            if (box.opens(verification, location(form))) {
                return form;
            }
        }
        throw new UnreadableSecretException(
                "The verification value of master key " + verification.keyId() + " was not made with that key.");
    }

    /** The stored values by the ids of their keys, the oldest first. */
    static Map<String, Sealed> read(Connection connection) throws SQLException {
        var known = new LinkedHashMap<String, Sealed>();
        try (var query =
                        connection.prepareStatement("select key_id, verification from secret_key order by created_at");
                var rows = query.executeQuery()) {
            while (rows.next()) {
                known.put(rows.getString(1), new Sealed(rows.getString(1), rows.getBytes(2)));
            }
        }
        return known;
    }

    /** Replaces the values of all configured keys, because one that is left would prove less. */
    static void sealAgain(Connection connection, SecretBox box, SecurityForm form) throws SQLException {
        try (var update = connection.prepareStatement("update secret_key set verification = ? where key_id = ?")) {
            for (var keyId : box.keyIds()) {
                update.setBytes(1, seal(box, keyId, form).bytes());
                update.setString(2, keyId);
                update.executeUpdate();
            }
        }
    }
}
