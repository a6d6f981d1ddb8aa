package dev.duoconfig.http.edge;

import java.util.Optional;

/** The issuer at which people sign in, as the contract names it. */
public interface SignInIssuer {

    /** The URL of its discovery document; empty if tokens are local. */
    Optional<String> discoveryUrl();
}
