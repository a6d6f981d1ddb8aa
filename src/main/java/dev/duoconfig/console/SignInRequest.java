package dev.duoconfig.console;

import org.jspecify.annotations.Nullable;

/**
 * The code to exchange for a token.
 *
 * @param code the end of the link in the log
 */
record SignInRequest(@Nullable String code) {

    /** Omits the code. */
    @Override
    public String toString() {
        return "SignInRequest[]";
    }
}
