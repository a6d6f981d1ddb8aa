package dev.duoconfig.outbound;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import dev.duoconfig.text.OutsideText;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.jspecify.annotations.Nullable;

/** The trusted certificate authorities: those of the Java installation, and the operator's private ones. */
final class TrustedAuthorities {

    private TrustedAuthorities() {}

    /**
     * @param caBundle PEM file with additional authorities
     * @throws ConfigurationException if the file cannot be read or holds no certificate
     */
    static TrustManager load(Optional<Path> caBundle) {
        try {
            var authorities = KeyStore.getInstance(KeyStore.getDefaultType());
            authorities.load(null, null);
            int number = 0;
            for (var manager : trustManagers(null)) {
                if (manager instanceof X509TrustManager x509) {
                    for (var authority : x509.getAcceptedIssuers()) {
                        authorities.setCertificateEntry("java-" + number++, authority);
                    }
                }
            }
            if (caBundle.isPresent()) {
                for (var authority : readBundle(caBundle.get())) {
                    authorities.setCertificateEntry("own-" + number++, authority);
                }
            }
            return trustManagers(authorities)[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The authorities of the Java installation cannot be read", e);
        }
    }

    private static Collection<? extends Certificate> readBundle(Path file) {
        try {
            var content = Files.readAllBytes(file);
            // Java skips the certificate whose first line does not begin with a dash.
            var mark = OutsideText.markLength(content);
            var pem = new ByteArrayInputStream(content, mark, content.length - mark);
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (certificates.isEmpty()) {
                throw unusable("contains no certificate in PEM");
            }
            return certificates;
        } catch (NoSuchFileException e) {
            throw unusable("does not exist");
        } catch (AccessDeniedException e) {
            throw unusable("cannot be read by the user of the service");
        } catch (GeneralSecurityException e) {
            throw unusable("contains no certificate in PEM, or a damaged one");
        } catch (IOException e) {
            throw unusable("cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** Without a cause, of which the framework would log the stack trace instead of the message. */
    private static ConfigurationException unusable(String reason) {
        return new ConfigurationException("The file that DUO_OUTBOUND_CA_BUNDLE names " + reason + ".");
    }

    private static TrustManager[] trustManagers(@Nullable KeyStore authorities) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities);
        return factory.getTrustManagers();
    }
}
