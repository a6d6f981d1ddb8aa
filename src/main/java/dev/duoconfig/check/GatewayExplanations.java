package dev.duoconfig.check;

/** Explains the responses of AI gateways, and what to do about them. */
final class GatewayExplanations {

    private GatewayExplanations() {}

    /** @param status of the response to the health request, other than 200 */
    static String health(int status) {
        return switch (status) {
            case 401, 403 ->
                "Something in front of the AI gateway, or another service, refuses the request. An AI gateway reports its"
                        + " health without authentication. Check the URL, and any proxy in front of the gateway.";
            case 404 ->
                "This is probably not an AI gateway, or the gateway is under another path. Check the URL in the gateway"
                        + " settings.";
            case 429 -> ResponseExplanations.tooMany();
            default ->
                switch (status / 100) {
                    case 3 -> ResponseExplanations.redirect("the url of the gateway");
                    case 5 ->
                        "The AI gateway, or a proxy in front of it, is not healthy. Check the log of its container.";
                    default -> "The server does not behave like an AI gateway. Check the URL in the gateway settings.";
                };
        };
    }

    /** @param status of the response to the prompt, other than 200 and 421 */
    static String prompt(int status) {
        return switch (status) {
            case 401 ->
                "The AI gateway responds, but accepts prompts only with a token that GitLab issues and that this service"
                        + " does not have. The model cannot be checked through this gateway. Use via=direct to check the"
                        + " model server itself.";
            case 403 ->
                "The AI gateway refuses self-hosted models. Enable them on the gateway with"
                        + " AIGW_CUSTOM_MODELS__ENABLED=true.";
            case 404 ->
                "The AI gateway responds, but does not have this prompt: the gateway is too old, or custom models are"
                        + " disabled. Upgrade it, or enable custom models with AIGW_CUSTOM_MODELS__ENABLED=true.";
            case 400, 422 ->
                "The AI gateway does not understand the request: its version is not compatible, or it does not support this"
                        + " model family, endpoint, or identifier. Check the log of the gateway.";
            case 429 -> ResponseExplanations.tooMany();
            default ->
                switch (status / 100) {
                    case 3 -> ResponseExplanations.redirect("the url of the gateway");
                    case 5 ->
                        "The AI gateway itself failed, not the model server. Check the log of its container. For Bedrock,"
                                + " the gateway may lack credentials or AWS_REGION.";
                    default -> "The AI gateway rejects the prompt. Check the log of the gateway for the reason.";
                };
        };
    }

    /** @param status that the model server returned to the gateway; 0 if unknown */
    static String modelServer(int status, boolean keySent) {
        return "The AI gateway works, but the model server returned an error. "
                + switch (status) {
                    case 401 -> ResponseExplanations.unauthorized(keySent);
                    case 403 -> ResponseExplanations.forbidden(keySent);
                    case 404 ->
                        "The server has no model with this name, or no OpenAI API under this path. Check the identifier, and"
                                + " the endpoint, which usually ends in /v1. Use via=direct to find out which one is wrong.";
                    case 429 -> ResponseExplanations.tooMany();
                    default ->
                        status / 100 == 5
                                ? ResponseExplanations.serverFault()
                                : "Use via=direct with completion=true to find the cause.";
                };
    }
}
