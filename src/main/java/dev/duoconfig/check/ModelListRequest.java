package dev.duoconfig.check;

import java.util.Optional;

import dev.duoconfig.check.CheckReport.CheckSuggestion;
import dev.duoconfig.outbound.Deadline;
import dev.duoconfig.outbound.Redactor;

/** Requests the list of models from a server, and compares it with the identifier. */
final class ModelListRequest {

    private final ModelServer server;
    private final ServerConnection connection;
    private final ServerMessages messages;
    private final Redactor redactor;

    ModelListRequest(ModelServer server, ServerConnection connection, ServerMessages messages) {
        this.server = server;
        this.connection = connection;
        this.messages = messages;
        this.redactor = new Redactor(server.apiKey());
    }

    ModelList send(Deadline deadline) {
        var response = connection.get(server.listUrl(), server.headers(), deadline);
        var list = ModelList.of(response);
        return list.isList() ? list : list.withServerMessage(messages.of(response));
    }

    /** The outcome of a check that ends with the list. */
    StepOutcome evaluate(ModelList list, Deadline deadline) {
        if (list.kind() == ModelList.Kind.NAMES) {
            return compare(list);
        }
        var failure = StepOutcome.failed(describe(list), ModelListExplanations.summary(list, server))
                .withServerMessage(list.serverMessage());
        return switch (list.kind()) {
            case NAMES, TOO_MANY, REDIRECT -> failure;
            case UNAUTHORIZED, FORBIDDEN, MISSING_SCOPE -> improve(failure, true, deadline);
            case EMPTY, OTHER_SHAPE, NOT_JSON, NOT_FOUND, NOT_OFFERED, SERVER_FAULT, REFUSED ->
                improve(failure, false, deadline);
        };
    }

    /** Whether the list has the model, under its name or another. */
    boolean has(ModelList list) {
        return server.isAzure() || list.match(server.servedName()) != null;
    }

    /** The response in words. */
    String describe(ModelList list) {
        return list.kind() == ModelList.Kind.NAMES
                ? returned(list) + ", but not " + server.servedName() + "."
                : "GET " + server.listUrl() + " returned " + list.status() + ModelListExplanations.contents(list.kind())
                        + ".";
    }

    /** The identifier with the listed name that the name in it probably stands for. */
    Optional<CheckSuggestion> suggestName(ModelList list) {
        return ClosestName.of(server.servedName(), list.names())
                .filter(found -> redactor.isHarmless(found.name()))
                .map(found -> new CheckSuggestion("identifier", server.prefix() + found.name(), found.reason()));
    }

    /** What to do about a name that the server does not list. */
    String correctName(Optional<CheckSuggestion> suggestion) {
        return "Set the identifier to " + server.prefix() + " followed by a name that the server lists"
                + suggestion.map(name -> ", probably " + name.value() + ".").orElse(".");
    }

    private StepOutcome improve(StepOutcome failure, boolean callerRefused, Deadline deadline) {
        return new EndpointCorrections(server, connection).improve(failure, false, callerRefused, deadline);
    }

    private StepOutcome compare(ModelList list) {
        if (server.isAzure()) {
            return StepOutcome.passed(
                    returned(list) + ". Azure lists base models, not deployments, so the name of the"
                            + " deployment could not be compared.",
                    "Azure OpenAI lists its models" + (server.apiKey() == null ? "" : ", and so accepts the API key")
                            + ". Use completion=true to check whether the deployment exists.");
        }
        var match = list.match(server.servedName());
        if (match != null) {
            return StepOutcome.passed(
                    returned(list) + (list.names().size() == 1 ? ": " : ", including ") + match
                            + ". On some servers, this proves nothing about the API key.",
                    "The server lists " + (match.equals(server.servedName()) ? "a model with this name" : match)
                            + ". Some servers list their models without checking the API key: use completion=true to check"
                            + " the model itself.");
        }
        var closest = suggestName(list);
        return StepOutcome.failed(
                describe(list),
                "The server responds, but lists no model with this name. " + correctName(closest)
                        + " Some servers also serve names that they do not list: use completion=true to check the model"
                        + " itself.",
                closest.stream().toList());
    }

    private String returned(ModelList list) {
        return "GET " + server.listUrl() + " returned "
                + (list.names().size() == 1 ? "1 model" : list.names().size() + " models");
    }
}
