package dev.duoconfig.check;

import java.util.List;
import java.util.Optional;

import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.check.CheckReport.CheckSuggestion;
import dev.duoconfig.outbound.Deadline;
import dev.duoconfig.outbound.OutboundException;
import dev.duoconfig.outbound.Redactor;
import dev.duoconfig.outbound.address.HttpUrl;

/** Requests the list of models from a server, and compares it with the identifier. */
final class ModelListRequest {

    static final String ADD_V1 =
            "The server responds, but its API is under /v1, not under this path. Add /v1 to the endpoint.";

    private static final String API_ROOT = "/v1";

    private final ModelServer server;
    private final ServerConnection connection;
    private final Redactor redactor;

    ModelListRequest(ModelServer server, ServerConnection connection, Redactor redactor) {
        this.server = server;
        this.connection = connection;
        this.redactor = redactor;
    }

    ModelList send(Deadline deadline) {
        return send(server.listUrl(), deadline);
    }

    /** The outcome of a check that ends with the list. */
    StepOutcome evaluate(ModelList list, Deadline deadline) {
        if (list.kind() == ModelList.Kind.NAMES) {
            return compare("GET " + server.listUrl(), list);
        }
        var detail = describe(list);
        if (list.kind().chatMayWork()) {
            var withV1 = suggestV1(deadline);
            if (withV1.isPresent()) {
                return StepOutcome.failed(detail, ADD_V1, List.of(withV1.get()));
            }
        }
        return StepOutcome.failed(detail, ModelListExplanations.summary(list.kind(), server.apiKey() != null));
    }

    /** The response in words, for any response that is not a list. */
    String describe(ModelList list) {
        return "GET " + server.listUrl() + " returned " + list.status() + ModelListExplanations.contents(list.kind())
                + ".";
    }

    /** The endpoint with {@code /v1} appended, if the API responds there. */
    Optional<CheckSuggestion> suggestV1(Deadline deadline) {
        var endpoint = server.endpoint();
        if (server.platform() != Platform.VLLM || endpoint.pathEndsWith(API_ROOT) || deadline.isOver()) {
            return Optional.empty();
        }
        var corrected = endpoint.resolve(API_ROOT);
        try {
            return send(corrected.resolve("models"), deadline).isApi()
                    ? Optional.of(new CheckSuggestion(
                            "endpoint", corrected.value(), "The API responds to GET /models under this URL."))
                    : Optional.empty();
        } catch (OutboundException e) {
            return Optional.empty();
        }
    }

    private ModelList send(HttpUrl url, Deadline deadline) {
        return ModelList.of(connection.get(url, server.headers(), deadline));
    }

    private StepOutcome compare(String request, ModelList list) {
        var count = list.names().size() == 1 ? "1 model" : list.names().size() + " models";
        if (server.isAzure()) {
            return StepOutcome.passed(
                    request + " returned " + count + ". Azure lists base models, not deployments, so the name of the"
                            + " deployment could not be compared.",
                    "Azure OpenAI responds and accepts the API key. Use completion=true to check whether the deployment"
                            + " exists.");
        }
        if (list.names().contains(server.servedName())) {
            return StepOutcome.passed(
                    request + " returned " + count + (list.names().size() == 1 ? ": " : ", including ")
                            + server.servedName() + ". On some servers, this proves nothing about the API key.",
                    "The server serves a model with this name. Some servers list their models without checking the"
                            + " API key: use completion=true to check the model itself.");
        }
        var closest = ClosestName.of(server.servedName(), list.names())
                .filter(found -> redactor.isHarmless(found.name()))
                .map(found -> new CheckSuggestion(
                        "identifier", server.platform().prefix() + "/" + found.name(), found.reason()));
        return StepOutcome.failed(
                request + " returned " + count + ", but not " + server.servedName() + ".",
                "The server responds, but serves no model with this name. Set the identifier to "
                        + server.platform().prefix() + "/ followed by a name that the server lists"
                        + closest.map(name -> ", probably " + name.value() + ".")
                                .orElse("."),
                closest.stream().toList());
    }
}
