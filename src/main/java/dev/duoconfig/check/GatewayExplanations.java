package dev.duoconfig.check;

import dev.duoconfig.catalogue.Platform;
import org.jspecify.annotations.Nullable;

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

    /** A web page in place of the report on the gateway's health. */
    static String webPage() {
        return "The response is a web page, not the health of an AI gateway: another server, or the login page of a proxy,"
                + " responds under this URL. Check the URL in the gateway settings, and any proxy in front of the gateway.";
    }

    /** @param base the URL without the path that an AI gateway's URL does not have */
    static String tooFar(String base) {
        return "The URL of the AI gateway goes too far: GitLab appends the path of an operation, such as /v1 or"
                + " /monitoring/healthz, to it. Set the url of the gateway to " + base
                + " with PATCH /gateway, or in AI_GATEWAY_URL if it comes from there.";
    }

    /** @param status of the response to the prompt, other than 200 and 421, from the gateway itself */
    static String prompt(int status, @Nullable Platform platform) {
        return switch (status) {
            case 401 ->
                "The AI gateway responds, but accepts prompts only with a token that GitLab issues and that this service"
                        + " does not have. The model cannot be checked through this gateway."
                        + directly(platform, " Use via=direct to check the model server itself.");
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
                        "The AI gateway itself failed, not the model server. Check the log of its container."
                                + credentials(platform);
                    default -> "The AI gateway rejects the prompt. Check the log of the gateway for the reason.";
                };
        };
    }

    /** A response to the prompt that the gateway did not make, because its own are JSON of another form. */
    static String proxy(int status) {
        var origin =
                "The response does not have the form of the AI gateway's own, so it is from a proxy in front of it, or from"
                        + " another server. ";
        return switch (status) {
            case 200 -> origin + "Check the URL in the gateway settings, and the proxy.";
            case 401, 403 ->
                origin + "The proxy may require a login, or refuse the encoded slash (%2F) in the path. "
                        + encodedSlash();
            case 429 -> ResponseExplanations.tooMany();
            default ->
                switch (status / 100) {
                    case 3 -> ResponseExplanations.redirect("the url of the gateway");
                    case 5 -> origin + "The proxy may not reach the gateway, or not wait long enough. Check its log.";
                    default -> origin + "Many proxies refuse the encoded slash (%2F) in the path. " + encodedSlash();
                };
        };
    }

    private static String encodedSlash() {
        return "GitLab sends it too, so let the proxy pass the path on unchanged: in Apache with AllowEncodedSlashes NoDecode and"
                + " ProxyPass ... nocanon, in nginx with a proxy_pass without a path.";
    }

    /** @param status that the model server returned to the gateway; 0 if unknown */
    static String modelServer(int status, boolean keySent, @Nullable Platform platform) {
        return "The AI gateway works, but the model server returned an error. "
                + (platform == Platform.BEDROCK
                        ? bedrock(status)
                        : platform == Platform.VERTEX_AI ? vertexAi(status) : ownServer(status, keySent));
    }

    private static String credentials(@Nullable Platform platform) {
        if (platform == Platform.BEDROCK) {
            return " The gateway may lack credentials for Bedrock, or AWS_REGION.";
        }
        return platform == Platform.VERTEX_AI
                ? " The gateway may lack credentials for Google Cloud, VERTEXAI_PROJECT, or VERTEXAI_LOCATION."
                : "";
    }

    /** Vertex AI has neither an endpoint nor a key here, and cannot be called directly. */
    private static String vertexAi(int status) {
        return switch (status) {
            case 401, 403 ->
                "Vertex AI rejects the credentials of the AI gateway, or they lack a permission for this model. Check the service"
                        + " account of the gateway, and whether the model is enabled in VERTEXAI_PROJECT.";
            case 404 ->
                "Vertex AI has no model with this identifier in the project and location of the AI gateway. Check the identifier,"
                        + " and VERTEXAI_PROJECT and VERTEXAI_LOCATION on the gateway.";
            case 429 -> ResponseExplanations.tooMany();
            default ->
                "Check the log of the AI gateway, its credentials for Google Cloud, VERTEXAI_PROJECT, and VERTEXAI_LOCATION.";
        };
    }

    /** Bedrock has neither an endpoint nor a key here, and cannot be called directly. */
    private static String bedrock(int status) {
        return switch (status) {
            case 401, 403 ->
                "Bedrock rejects the credentials of the AI gateway, or they lack a permission for this model. Check its AWS"
                        + " credentials, its role or the model's iam_role and that role's trust policy, and whether access to the"
                        + " model is granted in AWS_REGION.";
            case 404 ->
                "Bedrock has no model with this identifier in the region of the AI gateway. Check the identifier, and AWS_REGION"
                        + " on the gateway.";
            case 429 -> ResponseExplanations.tooMany();
            default -> "Check the log of the AI gateway, its AWS credentials, and AWS_REGION.";
        };
    }

    private static String ownServer(int status, boolean keySent) {
        return switch (status) {
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

    private static String directly(@Nullable Platform platform, String advice) {
        return platform == Platform.BEDROCK || platform == Platform.VERTEX_AI ? "" : advice;
    }
}
