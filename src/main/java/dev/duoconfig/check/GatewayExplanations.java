package dev.duoconfig.check;

/** What an AI gateway's answers mean, and what to do about them. */
final class GatewayExplanations {

    private GatewayExplanations() {}

    /** @param status of the answer to the question whether the gateway is well, other than 200 */
    static String health(int status) {
        return switch (status) {
            case 401, 403 ->
                "Something in front of the AI gateway, or another service, refuses the request: an AI gateway tells"
                        + " everybody whether it is well. Check the URL and the proxy.";
            case 404 ->
                "This is probably no AI gateway, or it is under another path: check the URL in the gateway settings.";
            case 429 -> ResponseExplanations.tooMany();
            default ->
                switch (status / 100) {
                    case 3 -> ResponseExplanations.redirect("the gateway's url");
                    case 5 ->
                        "The AI gateway, or the proxy in front of it, is not well: look at the log of its container.";
                    default ->
                        "What answers does not behave like an AI gateway: check the URL in the gateway settings.";
                };
        };
    }

    /** @param status of the answer to the prompt, other than 200 and 421 */
    static String prompt(int status) {
        return switch (status) {
            case 401 ->
                "The AI gateway answers, but takes prompts only with a token that GitLab issues and this service does"
                        + " not have, so that the model cannot be checked through it. via=direct asks the model itself.";
            case 403 ->
                "The AI gateway refuses self-hosted models: switch them on there with AIGW_CUSTOM_MODELS__ENABLED=true.";
            case 404 ->
                "The AI gateway answers but has no such prompt: it is too old, or its custom models are switched off"
                        + " (AIGW_CUSTOM_MODELS__ENABLED=true switches them on).";
            case 400, 422 ->
                "The AI gateway does not understand the request: its version does not fit, or it does not take this"
                        + " model family, endpoint or identifier. Its log tells more.";
            case 429 -> ResponseExplanations.tooMany();
            default ->
                switch (status / 100) {
                    case 3 -> ResponseExplanations.redirect("the gateway's url");
                    case 5 ->
                        "The AI gateway itself failed, not the model server: look at the log of its container. For Bedrock"
                                + " its credentials and AWS_REGION may be missing there.";
                    default -> "The AI gateway refuses the prompt; its log tells why.";
                };
        };
    }

    /** @param status that the gateway had from the model server; 0 when it is not known */
    static String modelServer(int status, boolean keySent) {
        return "The AI gateway works, but the model server does not. "
                + switch (status) {
                    case 401 -> ResponseExplanations.unauthorized(keySent);
                    case 403 -> ResponseExplanations.forbidden(keySent);
                    case 404 ->
                        "It has no model of this name, or no OpenAI API under this path: check identifier and endpoint,"
                                + " which usually ends in /v1. via=direct tells them apart.";
                    case 429 -> ResponseExplanations.tooMany();
                    default ->
                        status / 100 == 5
                                ? ResponseExplanations.serverFault()
                                : "via=direct with completion=true tells what is wrong there.";
                };
    }
}
