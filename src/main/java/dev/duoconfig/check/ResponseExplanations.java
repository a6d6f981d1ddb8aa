package dev.duoconfig.check;

import org.jspecify.annotations.Nullable;

/** Explains responses that mean the same whatever the request was, and what to do about them. */
final class ResponseExplanations {

    private ResponseExplanations() {}

    /** @param property the property that holds the URL */
    static String redirect(String property) {
        return "The server redirects to another URL, and redirects are not followed. Set " + property
                + " to a URL that responds without a redirect. Common causes are http:// instead of https://, and a login"
                + " page in front of the server.";
    }

    static String unauthorized(boolean keySent) {
        return keySent
                ? "The server rejects the API key: it is wrong, has expired, or belongs to another server. Set the correct"
                        + " key as api_key."
                : "The server requires an API key, but the model has none. Set the key as api_key.";
    }

    static String forbidden(boolean keySent) {
        return keySent
                ? "The server forbids this request with the API key of the model: the key lacks a permission, or is meant"
                        + " for something else. Give the key the permission, or set another key as api_key."
                : "The server forbids this request without an API key, or from the address it came from. Set a key as"
                        + " api_key, or allow that address on the server.";
    }

    static String tooMany() {
        return "The server accepts no more requests for now, or the quota of the API key is used up. Run the check again"
                + " later, or raise the quota.";
    }

    static String serverFault() {
        return "The server, or a proxy in front of it, failed. It may still be loading the model. Check its log.";
    }

    static String notJson() {
        return "The response is not from a model server with OpenAI's API, but perhaps from a web page or a proxy. Check the"
                + " host, port, and path of the endpoint.";
    }

    /** @param serverMessage what the server said, as far as it is shown */
    static String reason(@Nullable String serverMessage) {
        return serverMessage == null
                ? "Its log has the reason."
                : "The server_message of the last step of this check has its reason.";
    }

    /** Advice where the server may want headers that only the AI gateway sends. */
    static String headersOfTheGateway() {
        return "A check with via=direct sends no headers of the AI gateway's environment"
                + " (AIGW_CUSTOM_MODELS__EXTRA_HEADERS). If the server needs them, use via=gateway.";
    }
}
