package dev.duoconfig.http.edge;

import java.util.Set;

/** The issuers of the tokens that the service accepts, as far as headers name them. */
public interface TokenIssuers {

    /** Whether tokens come from OIDC issuers, and not from the service itself. */
    boolean areRemote();

    /** The origins that a page calls to get a token. */
    Set<String> signInOrigins();
}
