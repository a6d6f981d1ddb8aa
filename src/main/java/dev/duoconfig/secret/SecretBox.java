package dev.duoconfig.secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Seals and opens secrets with AES-256-GCM: a fresh 96-bit nonce for each, the place as associated data. */
@ApplicationScoped
public class SecretBox {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final MasterKey masterKey;
    private final SecureRandom random = new SecureRandom();

    @Inject
    SecretBox(SecretSettings settings) {
        this(read(settings));
    }

    SecretBox(MasterKey masterKey) {
        this.masterKey = masterKey;
    }

    private static MasterKey read(SecretSettings settings) {
        if (settings.masterKeyFile().isPresent()) {
            var file = settings.masterKeyFile().get();
            try {
                return MasterKey.parse("The file " + file, Files.readString(file));
            } catch (IOException unreadable) {
                throw new MasterKeyException("The master key file " + file + " cannot be read ("
                        + unreadable.getClass().getSimpleName() + "). " + MasterKeyException.HOW_TO_MAKE_ONE);
            }
        }
        return MasterKey.parse(
                "DUO_MASTER_KEY",
                settings.masterKey()
                        .orElseThrow(() -> new MasterKeyException(
                                "No master key is configured. " + MasterKeyException.HOW_TO_MAKE_ONE)));
    }

    /** The id of the key that new secrets are sealed under. */
    public String keyId() {
        return masterKey.id();
    }

    public Sealed seal(String secret, Place place) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, nonce, place);
            var ciphertext = cipher.doFinal(secret.getBytes(StandardCharsets.UTF_8));
            return new Sealed(
                    masterKey.id(),
                    ByteBuffer.allocate(nonce.length + ciphertext.length)
                            .put(nonce)
                            .put(ciphertext)
                            .array());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Opens a sealed secret.
     *
     * @throws UnreadableSecretException if it was sealed under another key, for another place, or was changed since
     */
    public String open(Sealed sealed, Place place) {
        if (!sealed.keyId().equals(masterKey.id())) {
            throw new UnreadableSecretException(
                    "It is sealed under key " + sealed.keyId() + ", which is not configured.");
        }
        if (sealed.bytes().length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
            throw new UnreadableSecretException("It was cut short; its key is " + sealed.keyId() + ".");
        }
        try {
            var cipher = cipher(Cipher.DECRYPT_MODE, sealed.bytes(), place);
            var plain = cipher.doFinal(sealed.bytes(), NONCE_BYTES, sealed.bytes().length - NONCE_BYTES);
            return new String(plain, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException forged) {
            throw new UnreadableSecretException("It does not open in this place under key " + sealed.keyId() + ".");
        }
    }

    private Cipher cipher(int mode, byte[] nonce, Place place) throws GeneralSecurityException {
        var cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, masterKey.key(), new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE_BYTES));
        cipher.updateAAD(place.associatedData());
        return cipher;
    }
}
