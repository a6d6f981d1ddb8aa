package dev.duoconfig.security;

import io.quarkus.oidc.OIDCException;

/** The URL of the issuer is not that of an issuer, or its discovery document is another one's. The message is for the operator. */
final class MisconfiguredIssuerException extends OIDCException {

    private static final long serialVersionUID = 1L;

    MisconfiguredIssuerException(String message) {
        super(message);
    }
}
