package dev.duoconfig.console;

import java.time.Instant;

/**
 * A token that the service issued.
 *
 * @param expiresAt the time from which it is no longer valid
 */
record IssuedToken(String token, Instant expiresAt) {

    /** Omits the token. */
    @Override
    public String toString() {
        return "IssuedToken[" + expiresAt + "]";
    }
}
