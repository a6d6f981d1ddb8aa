package dev.duoconfig.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.check.CheckReport.CheckSuggestion;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.resolve.EndpointPath;

/**
 * Another way to reach the server of a model, which its endpoint suggests.
 *
 * @param server the server, reached in the other way
 * @param field the property of the model to change
 * @param value its other value
 * @param summary what is wrong, and what to do
 * @param shownByForm whether the form of the endpoint alone shows that it is wrong
 * @param proposedUnseen whether the value is proposed even if nothing was seen there, because the platform has no other form
 */
record EndpointCorrection(
        ModelServer server, String field, String value, String summary, boolean shownByForm, boolean proposedUnseen) {

    private static final String ADD_V1 =
            "The server responds, but its API is under /v1, not under this path. Add /v1 to the endpoint.";

    private static final String WITHOUT_OPERATION =
            "The endpoint ends with an operation, but it must be the URL to which /models and /chat/completions are appended."
                    + " Set it to %s.";

    private static final String MOVED =
            "The server responds, but its API is under another path. Set the endpoint to %s.";

    private static final String WITHOUT_V1 =
            "The endpoint goes too far: with the prefix anthropic/, it must be the URL to which /v1/messages is appended. Set it to"
                    + " %s.";

    private static final String API_ROOT = "/v1";
    private static final String LONGEST_ADDITION = "/openai/v1";

    /** In the order in which to try them. */
    static List<EndpointCorrection> of(ModelServer server) {
        if (server.endpoint().value().length() > HttpUrl.MAX_LENGTH - LONGEST_ADDITION.length()) {
            return List.of();
        }
        var values = new HashSet<String>();
        var corrections =
                switch (server.platform()) {
                    case AZURE_OPENAI -> ofAzure(server);
                    case ANTHROPIC -> ofAnthropic(server);
                    case VLLM, OPENAI, BEDROCK_MANTLE, OTHER, BEDROCK, VERTEX_AI -> ofOpenAi(server);
                };
        return corrections.stream()
                .filter(correction -> values.add(correction.value))
                .toList();
    }

    CheckSuggestion suggestion(String reason) {
        return new CheckSuggestion(field, value, reason);
    }

    private static List<EndpointCorrection> ofOpenAi(ModelServer server) {
        var endpoint = server.endpoint();
        var base = EndpointPath.withoutOperation(endpoint.value());
        var corrections = new ArrayList<EndpointCorrection>();
        if (EndpointPath.isAzureDeployment(endpoint.value())) {
            corrections.add(identifier(
                    server.on(Platform.AZURE_OPENAI, endpoint),
                    "The endpoint is a deployment of Azure OpenAI, which needs the prefix azure/. Set the identifier to"
                            + " %s."));
        } else if (base != null) {
            var query = endpoint.value().substring(endpoint.toString().length());
            Stream.of(base, base.endsWith(API_ROOT) ? base : base + API_ROOT, base + query)
                    .forEach(url -> corrections.add(endpoint(server, url, WITHOUT_OPERATION.formatted(url), true)));
        } else if (!endpoint.pathEndsWith(API_ROOT)) {
            corrections.add(endpoint(server, endpoint.resolve(API_ROOT).value(), ADD_V1, false));
            Stream.of(EndpointPath.toAzureV1(endpoint.value()), root(endpoint) + API_ROOT)
                    .filter(Objects::nonNull)
                    .forEach(url -> corrections.add(endpoint(server, url, MOVED.formatted(url), false)));
        }
        return corrections;
    }

    private static List<EndpointCorrection> ofAnthropic(ModelServer server) {
        var endpoint = server.endpoint();
        if (!endpoint.pathEndsWith(API_ROOT)) {
            return List.of();
        }
        var base = endpoint.toString().substring(0, endpoint.toString().lastIndexOf(API_ROOT));
        return List.of(endpoint(server, base, WITHOUT_V1.formatted(base), true));
    }

    private static String root(HttpUrl endpoint) {
        var path = endpoint.toString().indexOf('/', endpoint.scheme().length() + "://".length());
        return path < 0 ? endpoint.toString() : endpoint.toString().substring(0, path);
    }

    private static EndpointCorrection endpoint(ModelServer server, String url, String summary, boolean shownByForm) {
        return new EndpointCorrection(server.at(HttpUrl.parse(url)), "endpoint", url, summary, shownByForm, false);
    }

    private static EndpointCorrection identifier(ModelServer other, String summary) {
        return new EndpointCorrection(
                other, "identifier", other.identifier(), summary.formatted(other.identifier()), true, true);
    }

    private static List<EndpointCorrection> ofAzure(ModelServer server) {
        var endpoint = server.endpoint().value();
        var resource = EndpointPath.azureResource(endpoint);
        if (resource == null) {
            return List.of();
        }
        var corrections = new ArrayList<EndpointCorrection>();
        var v1 = EndpointPath.azureV1(endpoint);
        if (v1 != null && server.endpoint().pathEndsWith("/openai" + API_ROOT)) {
            corrections.add(identifier(
                    server.on(Platform.VLLM, HttpUrl.parse(v1)),
                    "The endpoint goes too far for the prefix azure/, after which /openai/deployments is appended to it. The"
                            + " API under /openai/v1 is OpenAI's own: set the identifier to %s."));
        }
        corrections.add(new EndpointCorrection(
                server.at(HttpUrl.parse(resource)),
                "endpoint",
                resource,
                "The endpoint goes too far: with the prefix azure/, it must be the URL of the resource, to which"
                        + " /openai/deployments is appended. Set it to " + resource + ".",
                true,
                true));
        return corrections;
    }
}
