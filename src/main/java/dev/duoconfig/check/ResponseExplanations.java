package dev.duoconfig.check;

/** What the status of an answer means, whatever was asked. */
final class ResponseExplanations {

    private ResponseExplanations() {}

    /** @param property what holds the URL */
    static String redirect(String property) {
        return "The server redirects to another URL, and redirects are not followed: set " + property
                + " to the URL where it really answers. Often https:// instead of http://, or a login page in front,"
                + " is the cause.";
    }

    static String unauthorized(boolean keySent) {
        return keySent
                ? "The server does not accept the API key: it is wrong, has expired, or belongs to another server. Set the"
                        + " right one as api_key."
                : "The server wants an API key, and the model has none: set it as api_key.";
    }

    static String forbidden(boolean keySent) {
        return keySent
                ? "The server forbids this with the API key that the model has: the key lacks a permission, or is meant for"
                        + " something else. Set another one as api_key, or give this one the permission."
                : "The server forbids this without an API key, or from this address: set the key as api_key, or let this"
                        + " machine in.";
    }

    static String tooMany() {
        return "The server takes no more requests for now, or the quota of the key is used up: check again later, or raise"
                + " the quota.";
    }

    static String serverFault() {
        return "The server, or a proxy in front of it, failed: it may still be loading the model. Its log tells more.";
    }
}
