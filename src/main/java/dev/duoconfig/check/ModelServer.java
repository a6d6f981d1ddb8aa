package dev.duoconfig.check;

import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.resolve.EndpointPath;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * URLs, headers, and bodies for the server of a model: OpenAI's API, Azure's variant of it, or Anthropic's API. They are those that
 * the AI gateway uses, so that a check fails where the gateway would.
 *
 * @param identifier the model identifier, with its prefix
 */
record ModelServer(
        Platform platform,
        HttpUrl endpoint,
        String identifier,
        @Nullable String apiKey) {

    private static final String AZURE_VERSION = "2024-10-21";
    private static final String AZURE_DEPLOYMENTS = "/openai/deployments";
    private static final String ANTHROPIC_VERSION = "2023-06-01";
    private static final String ANTHROPIC_MESSAGES = "/v1/messages";

    boolean isAzure() {
        return platform == Platform.AZURE_OPENAI;
    }

    boolean isAnthropic() {
        return platform == Platform.ANTHROPIC;
    }

    ModelServer at(HttpUrl other) {
        return new ModelServer(platform, other, identifier, apiKey);
    }

    /** The same server, called in the way of another platform, which has a prefix. */
    ModelServer on(Platform otherPlatform, HttpUrl other) {
        return new ModelServer(otherPlatform, other, otherPlatform.prefix() + servedName(), apiKey);
    }

    /** The beginning of the identifier, with the slash. */
    String prefix() {
        return identifier.substring(0, identifier.indexOf('/') + 1);
    }

    /** The name of the model on the server: the identifier without its prefix. */
    String servedName() {
        return identifier.substring(identifier.indexOf('/') + 1);
    }

    /** The form of an endpoint on this platform, to follow "it must be". */
    String endpointForm() {
        return switch (platform) {
            case AZURE_OPENAI -> "the URL of the resource, such as https://my-resource.openai.azure.com";
            case ANTHROPIC -> "the URL to which /v1/messages is appended, such as https://api.anthropic.com";
            case OPENAI -> appended("https://api.openai.com/v1");
            case BEDROCK_MANTLE -> appended("https://bedrock-mantle.us-east-1.api.aws/v1");
            case VLLM, OTHER, BEDROCK, VERTEX_AI -> appended("https://vllm.example.com:8000/v1");
        };
    }

    private static String appended(String example) {
        return "the URL to which /models and /chat/completions are appended, for example " + example;
    }

    /** The path of the list behind the endpoint, as it is usually. */
    String listPath() {
        return isAzure() ? "/openai/models" : isAnthropic() ? "/v1/models" : "/models";
    }

    HttpUrl listUrl() {
        if (isAnthropic()) {
            return anthropicBase().resolve("v1/models");
        }
        if (!isAzure()) {
            return endpoint.resolve("models");
        }
        if (!namesDeployments()) {
            return azure(endpoint.resolve("openai/models"));
        }
        return azure(
                EndpointPath.isAzureDeployment(endpoint.value())
                        ? resource().resolve("openai/models")
                        : endpoint.resolve("models"));
    }

    HttpUrl chatUrl() {
        if (isAnthropic()) {
            return anthropicBase().resolve("v1/messages");
        }
        if (!isAzure()) {
            return endpoint.resolve("chat/completions");
        }
        if (namesDeployments()) {
            return azure(endpoint.resolve("chat/completions"));
        }
        var deployment = URLEncoder.encode(servedName(), UTF_8).replace("+", "%20");
        return azure(endpoint.resolve(AZURE_DEPLOYMENTS + "/" + deployment + "/chat/completions"));
    }

    Map<String, String> headers() {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Accept", "application/json");
        if (isAnthropic()) {
            headers.put("anthropic-version", ANTHROPIC_VERSION);
        }
        if (apiKey != null) {
            switch (platform) {
                case AZURE_OPENAI -> headers.put("api-key", apiKey);
                case ANTHROPIC -> headers.put("x-api-key", apiKey);
                case VLLM, OPENAI, BEDROCK_MANTLE, OTHER, BEDROCK, VERTEX_AI ->
                    headers.put("Authorization", "Bearer " + apiKey);
            }
        }
        return headers;
    }

    /** One short message, without {@code temperature}, because some models reject any value but their own. */
    Map<String, Object> chat(@Nullable String tokenLimit) {
        var body = new LinkedHashMap<String, Object>();
        body.put("model", servedName());
        body.put("messages", List.of(Map.of("role", "user", "content", "Answer with one word: are you there?")));
        body.put("stream", false);
        if (tokenLimit != null) {
            body.put(tokenLimit, 1);
        }
        return body;
    }

    /** Omits the API key. */
    @Override
    public String toString() {
        return "ModelServer[" + endpoint + "]";
    }

    /** Anthropic's client appends the path of its API unless the endpoint has it already. */
    private HttpUrl anthropicBase() {
        return endpoint.pathEndsWith(ANTHROPIC_MESSAGES)
                ? HttpUrl.parse(
                        endpoint.toString().substring(0, endpoint.toString().lastIndexOf(ANTHROPIC_MESSAGES)))
                : endpoint;
    }

    /** Azure's client appends nothing but the operation where the path has this. */
    private boolean namesDeployments() {
        return endpoint.toString().contains(AZURE_DEPLOYMENTS);
    }

    /** The endpoint without the deployment, with its query, which can name the version of the API. */
    private HttpUrl resource() {
        var path = endpoint.toString();
        var query = endpoint.value().substring(path.length());
        return HttpUrl.parse(path.substring(0, path.lastIndexOf(AZURE_DEPLOYMENTS)) + query);
    }

    private static HttpUrl azure(HttpUrl url) {
        return url.withParameter("api-version", AZURE_VERSION);
    }
}
