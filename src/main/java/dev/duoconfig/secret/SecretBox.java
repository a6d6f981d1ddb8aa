package dev.duoconfig.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Seals and opens secrets with AES-256-GCM: a new 96-bit nonce for each secret, and its location as associated data. */
@ApplicationScoped
public class SecretBox {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    /** Cached, because creating a cipher takes longer than opening an API key, which each request for a model needs. */
    private static final ThreadLocal<Cipher> CIPHERS = ThreadLocal.withInitial(SecretBox::newCipher);

    private final KeyRing keys;
    private final SecureRandom random = new SecureRandom();

    @Inject
    SecretBox(SecretSettings settings) {
        this(KeyRing.of(settings));
    }

    SecretBox(KeyRing keys) {
        this.keys = keys;
    }

    /** The id of the key that new secrets are sealed under. */
    public String keyId() {
        return keys.current().id();
    }

    /** The ids of all configured keys, the one that seals new secrets first. */
    public Set<String> keyIds() {
        return keys.ids();
    }

    KeyRing keys() {
        return keys;
    }

    /** Seals a secret under the current key. */
    public Sealed seal(String secret, SecretLocation location) {
        return seal(secret, location, keys.current());
    }

    /** Seals a secret under one of the configured keys. */
    Sealed seal(String secret, SecretLocation location, String keyId) {
        return seal(secret, location, Objects.requireNonNull(keys.find(keyId)));
    }

    private Sealed seal(String secret, SecretLocation location, MasterKey key) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, 0, location.associatedData());
            var ciphertext = cipher.doFinal(secret.getBytes(StandardCharsets.UTF_8));
            var prefix = location.use() == null ? new byte[0] : Sealed.boundPrefix();
            return new Sealed(
                    key.id(),
                    ByteBuffer.allocate(prefix.length + nonce.length + ciphertext.length)
                            .put(prefix)
                            .put(nonce)
                            .put(ciphertext)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Opens a sealed secret.
     *
     * @throws UnreadableSecretException if the secret is sealed under a key that is not configured or for another location,
     *     or if it was changed
     */
    public String open(Sealed sealed, SecretLocation location) {
        return opener(sealed, location).get();
    }

    /** Prepares to open a secret often. Each call of the result opens it, or throws as {@link #open} does. */
    public Supplier<String> opener(Sealed sealed, SecretLocation location) {
        var associatedData = location.associatedData();
        var fits = sealed.bound() == (location.use() != null);
        var start = sealed.prefixLength();
        return () -> {
            if (!fits) {
                throw cannotBeDecrypted(sealed);
            }
            return open(sealed, start, associatedData);
        };
    }

    private String open(Sealed sealed, int start, byte[] associatedData) {
        var key = keys.find(sealed.keyId());
        if (key == null) {
            throw new UnreadableSecretException(
                    "It is sealed under key " + sealed.keyId() + ", which is not configured.");
        }
        if (sealed.bytes().length < start + NONCE_BYTES + TAG_BITS / Byte.SIZE) {
            throw new UnreadableSecretException("It is truncated; its key is " + sealed.keyId() + ".");
        }
        try {
            var cipher = cipher(Cipher.DECRYPT_MODE, key, sealed.bytes(), start, associatedData);
            var ciphertext = start + NONCE_BYTES;
            var plain = cipher.doFinal(sealed.bytes(), ciphertext, sealed.bytes().length - ciphertext);
            return new String(plain, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw cannotBeDecrypted(sealed);
        }
    }

    private static UnreadableSecretException cannotBeDecrypted(Sealed sealed) {
        return new UnreadableSecretException(
                sealed.bound()
                        ? "It was sealed under key " + sealed.keyId() + " for another place or use, or was changed."
                        : "It cannot be decrypted in this location with key " + sealed.keyId() + ".");
    }

    /** Whether a sealed secret can be opened. */
    public boolean opens(Sealed sealed, SecretLocation location) {
        try {
            var unused = open(sealed, location);
            return true;
        } catch (UnreadableSecretException e) {
            return false;
        }
    }

    private static Cipher cipher(int mode, MasterKey key, byte[] source, int nonceStart, byte[] associatedData)
            throws GeneralSecurityException {
        var cipher = CIPHERS.get();
        cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, source, nonceStart, NONCE_BYTES));
        cipher.updateAAD(associatedData);
        return cipher;
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance(CIPHER);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
