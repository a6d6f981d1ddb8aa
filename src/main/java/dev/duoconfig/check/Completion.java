package dev.duoconfig.check;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import dev.duoconfig.outbound.Deadline;
import dev.duoconfig.outbound.OutboundResponse;
import org.jspecify.annotations.Nullable;

/** Checks the model itself, with one short message. */
final class Completion {

    /** The newer name of the limit, then the older one: some models reject one or both. */
    private static final List<String> TOKEN_LIMITS = List.of("max_completion_tokens", "max_tokens");

    private static final Pattern NAMES_THE_LIMIT =
            Pattern.compile("max[_ -]?(completion|output|new)?[_ -]?tokens", Pattern.CASE_INSENSITIVE);

    private static final Pattern NAMES_THE_MODEL = Pattern.compile("model|deployment", Pattern.CASE_INSENSITIVE);

    private final ModelServer server;
    private final ServerConnection connection;

    Completion(ModelServer server, ServerConnection connection) {
        this.server = server;
        this.connection = connection;
    }

    /** @param listed whether the server has listed the model */
    StepOutcome run(boolean listed, Deadline deadline) {
        var rejected = new ArrayList<String>();
        for (var limit : TOKEN_LIMITS) {
            var response = send(limit, deadline);
            if (!rejectsLimit(response)) {
                return evaluate(response, detail(response, rejected), listed);
            }
            rejected.add(limit);
        }
        var response = send(null, deadline);
        return evaluate(response, detail(response, rejected), listed);
    }

    private OutboundResponse send(@Nullable String limit, Deadline deadline) {
        return connection.post(server.chatUrl(), server.headers(), server.chat(limit), deadline);
    }

    private StepOutcome evaluate(OutboundResponse response, String detail, boolean listed) {
        var keySent = server.apiKey() != null;
        var status = response.status();
        return switch (status) {
            case 401 -> StepOutcome.failed(detail, listedPrefix(listed) + ResponseExplanations.unauthorized(keySent));
            case 403 -> StepOutcome.failed(detail, listedPrefix(listed) + ResponseExplanations.forbidden(keySent));
            case 404 -> StepOutcome.failed(detail, notFound(response, listed));
            case 400, 422 ->
                StepOutcome.failed(
                        detail,
                        "The model server rejects a plain chat message. The model may not be a chat model, or may have no"
                                + " chat template. Check the log of the model server.");
            case 405, 501 ->
                StepOutcome.failed(
                        detail,
                        "The server does not offer chat completions under this path. Check the endpoint, and whether the"
                                + " model is a chat model.");
            case 429 -> StepOutcome.failed(detail, ResponseExplanations.tooMany());
            default ->
                switch (status / 100) {
                    case 2 -> evaluateBody(response, detail);
                    case 3 -> StepOutcome.failed(detail, ResponseExplanations.redirect("endpoint"));
                    case 5 -> StepOutcome.failed(detail, ResponseExplanations.serverFault());
                    default ->
                        StepOutcome.failed(
                                detail,
                                "The server rejects the chat message. Check the log of the model server for the reason.");
                };
        };
    }

    private static StepOutcome evaluateBody(OutboundResponse response, String detail) {
        var body = Bodies.json(response);
        if (body.path("choices").isArray()) {
            return StepOutcome.passed(detail, "The model answers.");
        }
        return body.isContainerNode()
                ? StepOutcome.failed(
                        detail + " The response is JSON, but not a chat completion.",
                        "The server does not offer OpenAI's API, or reports an error with a success status. Check the"
                                + " endpoint, and the log of the model server.")
                : StepOutcome.failed(detail + " The response is not JSON.", ResponseExplanations.notJson());
    }

    private String notFound(OutboundResponse response, boolean listed) {
        if (server.isAzure()) {
            return "Azure OpenAI has no deployment with this name, or the endpoint belongs to another resource. Set the"
                    + " identifier to azure/ followed by the name of the deployment, and the endpoint to the URL of its resource.";
        }
        if (listed) {
            return "The server lists the model, but offers no chat with it. It may be a model for embeddings or plain"
                    + " completions.";
        }
        return Bodies.json(response).isContainerNode()
                        && NAMES_THE_MODEL.matcher(response.body()).find()
                ? "The server has no model with this name. Correct the name after the prefix of the identifier."
                : "The server responds, but offers no chat completions under this path. Check the endpoint: it must be"
                        + " the URL to which /chat/completions is appended, for example https://vllm.example.com:8000/v1.";
    }

    private static String listedPrefix(boolean listed) {
        return listed ? "The server lists its models, but does not allow chat. " : "";
    }

    private String detail(OutboundResponse response, List<String> rejected) {
        return "POST " + server.chatUrl() + " returned " + response.status()
                + (rejected.isEmpty() ? "." : " after the server rejected " + String.join(" and ", rejected) + ".");
    }

    private static boolean rejectsLimit(OutboundResponse response) {
        return (response.status() == 400 || response.status() == 422)
                && NAMES_THE_LIMIT.matcher(response.body()).find();
    }
}
