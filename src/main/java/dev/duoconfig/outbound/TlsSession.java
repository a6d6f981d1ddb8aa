package dev.duoconfig.outbound;

import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * A successful handshake: the certificate is trusted and was issued for the URL's host.
 *
 * @param protocol the TLS version, such as {@code TLSv1.3}
 * @param certificateExpiresAt the expiry time of the server's certificate
 */
public record TlsSession(String protocol, Instant certificateExpiresAt) {

    static TlsSession of(SSLSession session) {
        try {
            var certificate = session.getPeerCertificates()[0];
            if (certificate instanceof X509Certificate x509) {
                return new TlsSession(session.getProtocol(), x509.getNotAfter().toInstant());
            }
            throw new IllegalStateException("TLS servers present X.509 certificates");
        } catch (SSLPeerUnverifiedException e) {
            throw new IllegalStateException("A successful handshake verifies the server", e);
        }
    }
}
