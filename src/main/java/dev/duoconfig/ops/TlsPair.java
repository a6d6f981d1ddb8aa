package dev.duoconfig.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.X509KeyManager;

import dev.duoconfig.text.OutsideText;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;

/** A certificate with its chain and its key, read from two files and found to belong together. */
final class TlsPair {

    private static final String CERTIFICATE_FILE = "DUO_TLS_CERTIFICATE_FILE";
    private static final String KEY_FILE = "DUO_TLS_KEY_FILE";
    private static final int MAX_BYTES = 1024 * 1024;
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final String certificates;
    private final String key;
    private final String name = "pair-" + NUMBERS.incrementAndGet();
    private final KeyStore keyStore;
    private final X509Certificate[] chain;
    private final PrivateKey privateKey;

    private TlsPair(String certificates, String key, Vertx vertx) throws Exception {
        this.certificates = certificates;
        this.key = key;
        var options = new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(certificates))
                .addKeyValue(Buffer.buffer(key));
        this.keyStore = options.loadKeyStore(vertx);
        var alias = keyStore.aliases().nextElement();
        var keys = (X509KeyManager) options.getKeyManagerFactory(vertx).getKeyManagers()[0];
        this.chain = keys.getCertificateChain(alias);
        this.privateKey = keys.getPrivateKey(alias);
    }

    /**
     * Reads a pair.
     *
     * @throws ConfigurationException if it cannot be used; the message names the variable and the remedy
     */
    static TlsPair read(Path certificateFile, Path keyFile, Vertx vertx, Instant now) {
        var certificates = text(CERTIFICATE_FILE, certificateFile);
        var key = text(KEY_FILE, keyFile);
        requireCertificates(certificates, vertx);
        try {
            var pair = new TlsPair(certificates, key, vertx);
            pair.requireValid(now);
            pair.requireMatch();
            return pair;
        } catch (KeyStoreException e) {
            throw new ConfigurationException(
                    CERTIFICATE_FILE + " must contain a chain: the certificate of the service first,"
                            + " each one followed by the certificate of its issuer.");
        } catch (ConfigurationException e) {
            throw e;
        } catch (Exception e) {
            throw new ConfigurationException(unusable(key));
        }
    }

    private static String unusable(String key) {
        return key.contains("ENCRYPTED")
                ? "The key in " + KEY_FILE + " is encrypted. Decrypt it with: openssl pkey -in <encrypted> -out <file>"
                : KEY_FILE + " must contain the complete private key of the certificate in PEM, an RSA or EC key.";
    }

    private static String text(String variable, Path file) {
        try (var input = Files.newInputStream(file)) {
            var bytes = input.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("too large");
            }
            return OutsideText.of(bytes);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException("The file that %s names cannot be read (%s)."
                    .formatted(variable, e.getClass().getSimpleName()));
        }
    }

    private static void requireCertificates(String text, Vertx vertx) {
        try {
            new PemTrustOptions().addCertValue(Buffer.buffer(text)).loadKeyStore(vertx);
        } catch (Exception e) {
            throw new ConfigurationException(CERTIFICATE_FILE
                    + " must contain the complete certificate of the service in PEM, and those of its issuers.");
        }
    }

    private void requireValid(Instant now) {
        try {
            certificate().checkValidity(Date.from(now));
        } catch (CertificateExpiredException e) {
            throw new ConfigurationException(
                    "The certificate in " + CERTIFICATE_FILE + " expired at " + expiry() + ". Renew it.");
        } catch (CertificateNotYetValidException e) {
            throw new ConfigurationException("The certificate in " + CERTIFICATE_FILE + " is not valid before "
                    + certificate().getNotBefore().toInstant() + ". Check the clock of this machine.");
        }
    }

    /** Keys of different kinds have nothing in common to compare, so one signs and the other verifies. */
    private void requireMatch() throws GeneralSecurityException {
        var signature =
                Signature.getInstance(privateKey.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
        signature.initSign(privateKey);
        signature.update(certificate().getEncoded());
        var signed = signature.sign();
        signature.initVerify(certificate().getPublicKey());
        signature.update(certificate().getEncoded());
        if (!verifies(signature, signed)) {
            throw new ConfigurationException("The key in " + KEY_FILE + " does not belong to the first certificate in "
                    + CERTIFICATE_FILE + ".");
        }
    }

    private static boolean verifies(Signature signature, byte[] signed) {
        try {
            return signature.verify(signed);
        } catch (SignatureException e) {
            // The length alone shows that another key has signed.
            return false;
        }
    }

    /** Whether another pair was read from files with the same content. */
    boolean hasSameContent(TlsPair other) {
        return certificates.equals(other.certificates) && key.equals(other.key);
    }

    /** A name that no other pair has. */
    String name() {
        return name;
    }

    /** Whether the key is of a kind that a handshake asks for, such as {@code EC}. */
    boolean fits(String keyType) {
        return privateKey.getAlgorithm().equals(keyType);
    }

    X509Certificate[] chain() {
        return chain.clone();
    }

    PrivateKey privateKey() {
        return privateKey;
    }

    KeyStore keyStore() {
        return keyStore;
    }

    private X509Certificate certificate() {
        return chain[0];
    }

    /** The subject and the expiry of the certificate, for the log. */
    String description() {
        return certificate().getSubjectX500Principal().getName() + ", valid until " + expiry();
    }

    private Instant expiry() {
        return certificate().getNotAfter().toInstant();
    }
}
