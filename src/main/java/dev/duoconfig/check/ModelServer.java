package dev.duoconfig.check;

import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.resolve.EndpointPath;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * URLs, headers, and bodies for the server of a model: OpenAI's API, or Azure's variant of it. They are those that the AI gateway
 * uses, so that a check fails where the gateway would.
 *
 * @param prefix the beginning of the identifier that names the platform, with its slash
 * @param servedName the name of the model on the server: the identifier without its platform prefix
 */
record ModelServer(
        Platform platform,
        String prefix,
        HttpUrl endpoint,
        String servedName,
        @Nullable String apiKey) {

    private static final String AZURE_VERSION = "2024-10-21";
    private static final String AZURE_DEPLOYMENTS = "/openai/deployments";

    boolean isAzure() {
        return platform == Platform.AZURE_OPENAI;
    }

    ModelServer at(HttpUrl other) {
        return new ModelServer(platform, prefix, other, servedName, apiKey);
    }

    /** The same server, called in the way of another platform. */
    ModelServer on(Platform otherPlatform, HttpUrl other) {
        return new ModelServer(
                otherPlatform, Objects.requireNonNullElse(otherPlatform.prefix(), prefix), other, servedName, apiKey);
    }

    String identifier() {
        return prefix + servedName;
    }

    /** The form of an endpoint on this platform, to follow "it must be". */
    String endpointForm() {
        return isAzure()
                ? "the URL of the resource, such as https://my-resource.openai.azure.com"
                : "the URL to which /models and /chat/completions are appended, for example https://vllm.example.com:8000/v1";
    }

    HttpUrl listUrl() {
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
        if (!isAzure()) {
            return endpoint.resolve("chat/completions");
        }
        if (namesDeployments()) {
            return azure(endpoint.resolve("chat/completions"));
        }
        var deployment = URLEncoder.encode(servedName, UTF_8).replace("+", "%20");
        return azure(endpoint.resolve(AZURE_DEPLOYMENTS + "/" + deployment + "/chat/completions"));
    }

    Map<String, String> headers() {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Accept", "application/json");
        if (apiKey != null) {
            headers.put(isAzure() ? "api-key" : "Authorization", isAzure() ? apiKey : "Bearer " + apiKey);
        }
        return headers;
    }

    /** One short message, without {@code temperature}, because some models reject any value but their own. */
    Map<String, Object> chat(@Nullable String tokenLimit) {
        var body = new LinkedHashMap<String, Object>();
        body.put("model", servedName);
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
