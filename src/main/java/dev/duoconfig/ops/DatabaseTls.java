package dev.duoconfig.ops;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** Explains why TLS to the database failed. The messages of Java and of the driver do not name the setting. */
final class DatabaseTls {

    private DatabaseTls() {}

    /** A sentence for the operator, or null if the failure has another reason. */
    static @Nullable String explanation(Throwable failure) {
        String found = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            var explanation = ofOne(cause);
            // The innermost cause is the most precise one.
            found = explanation == null ? found : explanation;
        }
        return found;
    }

    private static @Nullable String ofOne(Throwable cause) {
        var message = String.valueOf(cause.getMessage());
        if (cause instanceof CertificateExpiredException) {
            return "The certificate of the database server has expired.";
        }
        if (cause instanceof CertPathBuilderException) {
            return "The certificate of the database server was not issued by an authority in the file that sslrootcert in"
                    + " DUO_DATABASE_URL names.";
        }
        // Of an authority with the same name and another key, or with a certificate that Java does not accept.
        if (cause instanceof CertPathValidatorException) {
            return "The certificate of the database server cannot be verified with the file that sslrootcert in DUO_DATABASE_URL"
                    + " names: " + message + ".";
        }
        if (cause instanceof PSQLException && message.contains("could not be verified by hostnameverifier")) {
            return "The certificate of the database server was issued for another host than the one in DUO_DATABASE_URL.";
        }
        if (cause instanceof PSQLException && message.contains("does not support SSL")) {
            return "The database server does not offer TLS, which sslmode in DUO_DATABASE_URL requires.";
        }
        if (cause instanceof PSQLException && message.contains("SSL root certificate file")) {
            return "The file that sslrootcert in DUO_DATABASE_URL names cannot be read or has no certificate.";
        }
        return cause instanceof SSLException ? "No secure connection to the database server: " + message : null;
    }
}
