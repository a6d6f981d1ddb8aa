package dev.duoconfig.outbound;

import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * A handshake that succeeded: the certificate is trusted and was issued for the URL's host.
 *
 * @param protocol the version of TLS, e.g. {@code TLSv1.3}
 * @param certificateExpiresAt when the server's certificate expires
 */
public record TlsSession(String protocol, Instant certificateExpiresAt) {

    static TlsSession of(SSLSession session) {
        try {
            var certificate = session.getPeerCertificates()[0];
            if (certificate instanceof X509Certificate x509) {
                return new TlsSession(session.getProtocol(), x509.getNotAfter().toInstant());
            }
            throw new IllegalStateException("A server's certificate is always one of X.509");
        } catch (SSLPeerUnverifiedException e) {
            throw new IllegalStateException("The handshake has verified the server", e);
        }
    }
}
