package dev.duoconfig.check;

import java.util.List;
import java.util.Optional;

import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.check.CheckReport.CheckSuggestion;
import dev.duoconfig.outbound.Deadline;
import dev.duoconfig.outbound.OutboundException;
import dev.duoconfig.outbound.address.HttpUrl;

/** Asks a server which models it serves, and compares that with the identifier. */
final class ModelListRequest {

    static final String ADD_V1 = "The endpoint answers, but not under this path: add /v1.";

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

    /** What the answer means when nothing but the list is asked for. */
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

    /** What was answered, for any answer but a list. */
    String describe(ModelList list) {
        return "GET " + server.listUrl() + " answered " + list.status() + ModelListExplanations.contents(list.kind())
                + ".";
    }

    /** The endpoint with {@code /v1} behind it, if the API answers there. */
    Optional<CheckSuggestion> suggestV1(Deadline deadline) {
        var endpoint = server.endpoint();
        if (server.platform() != Platform.VLLM || endpoint.pathEndsWith(API_ROOT) || deadline.isOver()) {
            return Optional.empty();
        }
        var corrected = endpoint.resolve(API_ROOT);
        try {
            return send(corrected.resolve("models"), deadline).isApi()
                    ? Optional.of(new CheckSuggestion("endpoint", corrected.value(), "GET /v1/models answers there."))
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
                    request + " lists " + count + ". Azure lists base models and not deployments, so that the"
                            + " deployment's name could not be compared.",
                    "Azure OpenAI answers and accepts the key. Whether the deployment exists is told by completion=true.");
        }
        if (list.names().contains(server.servedName())) {
            return StepOutcome.passed(
                    request + " lists " + count + ", among them " + server.servedName()
                            + ". On some servers that proves nothing about the key.",
                    "The server serves the model under this name. Some servers list their models without looking at the"
                            + " key: completion=true asks the model itself.");
        }
        var closest = ClosestName.of(server.servedName(), list.names())
                .filter(found -> redactor.isHarmless(found.name()))
                .map(found -> new CheckSuggestion(
                        "identifier", server.platform().prefix() + "/" + found.name(), found.reason()));
        return StepOutcome.failed(
                request + " lists " + count + ", and " + server.servedName() + " is not among them.",
                "The server answers, but serves no model of this name: behind the prefix "
                        + server.platform().prefix() + "/ the identifier must have a name that the server lists"
                        + closest.map(name -> ", probably " + name.value() + ".")
                                .orElse("."),
                closest.stream().toList());
    }
}
