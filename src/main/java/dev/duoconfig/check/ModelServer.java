package dev.duoconfig.check;

import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.outbound.address.HttpUrl;
import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * URLs, headers, and bodies for the server of a model: OpenAI's API, or Azure's variant of it.
 *
 * @param servedName the name of the model on the server: the identifier without its platform prefix
 */
record ModelServer(
        Platform platform,
        HttpUrl endpoint,
        String servedName,
        @Nullable String apiKey) {

    private static final String AZURE_VERSION = "2024-10-21";
    private static final String AZURE_DEPLOYMENTS = "/openai/deployments/";

    boolean isAzure() {
        return platform == Platform.AZURE_OPENAI;
    }

    HttpUrl listUrl() {
        if (!isAzure()) {
            return endpoint.resolve("models");
        }
        var text = endpoint.value();
        var deployments = text.indexOf(AZURE_DEPLOYMENTS);
        var base = deployments < 0 ? endpoint : HttpUrl.parse(text.substring(0, deployments));
        return azure(base.resolve("openai/models"));
    }

    HttpUrl chatUrl() {
        if (!isAzure()) {
            return endpoint.resolve("chat/completions");
        }
        if (endpoint.value().contains(AZURE_DEPLOYMENTS)) {
            return azure(endpoint.resolve("chat/completions"));
        }
        var deployment = URLEncoder.encode(servedName, UTF_8).replace("+", "%20");
        return azure(endpoint.resolve(AZURE_DEPLOYMENTS + deployment + "/chat/completions"));
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

    private static HttpUrl azure(HttpUrl url) {
        return url.withParameter("api-version", AZURE_VERSION);
    }
}
