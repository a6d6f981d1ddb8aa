package dev.duoconfig.check;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import dev.duoconfig.outbound.Deadline;
import dev.duoconfig.outbound.OutboundResponse;
import org.jspecify.annotations.Nullable;

/** Asks the model itself, with one short message. */
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

    /** @param listed whether the server has listed the model before */
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
                        "The model is there but rejects a plain chat message: it may be no chat model, or have no chat"
                                + " template. The model server's log tells more.");
            case 405, 501 ->
                StepOutcome.failed(
                        detail,
                        "The server does not offer chat completions under this path: check the endpoint, and that the"
                                + " model is one for chat.");
            case 429 -> StepOutcome.failed(detail, ResponseExplanations.tooMany());
            default ->
                switch (status / 100) {
                    case 2 -> evaluateBody(response, detail);
                    case 3 -> StepOutcome.failed(detail, ResponseExplanations.redirect("endpoint"));
                    case 5 -> StepOutcome.failed(detail, ResponseExplanations.serverFault());
                    default ->
                        StepOutcome.failed(
                                detail, "The server refuses the chat message; the model server's log tells why.");
                };
        };
    }

    private static StepOutcome evaluateBody(OutboundResponse response, String detail) {
        var body = LenientJson.read(response.body());
        if (body.path("choices").isArray()) {
            return StepOutcome.passed(detail, "The model answers.");
        }
        return body.isContainerNode()
                ? StepOutcome.failed(
                        detail + " What it sent is JSON, but no chat completion.",
                        "What answers speaks JSON, but not OpenAI's API, or reports a fault as a success: check the"
                                + " endpoint, and the model server's log.")
                : StepOutcome.failed(
                        detail + " What it sent is not JSON.",
                        "What answers is no model server with OpenAI's API, perhaps a web page or a proxy: check host,"
                                + " port and path of the endpoint.");
    }

    private String notFound(OutboundResponse response, boolean listed) {
        if (server.isAzure()) {
            return "Azure OpenAI has no deployment of this name, or another resource is meant: behind azure/ the"
                    + " identifier must have the deployment's name, and the endpoint must be the resource's.";
        }
        if (listed) {
            return "The server lists the model but offers no chat with it: it may be a model for embeddings or plain"
                    + " completions.";
        }
        return LenientJson.read(response.body()).isContainerNode()
                        && NAMES_THE_MODEL.matcher(response.body()).find()
                ? "The server has no model of this name: correct what stands behind the prefix of the identifier."
                : "A server answers, but offers no chat completions under this path: the endpoint is the URL that is"
                        + " followed by /chat/completions, for example https://vllm.example.com:8000/v1.";
    }

    private static String listedPrefix(boolean listed) {
        return listed ? "The server lists its models without such a key, but does not chat. " : "";
    }

    private String detail(OutboundResponse response, List<String> rejected) {
        return "POST " + server.chatUrl() + " answered " + response.status()
                + (rejected.isEmpty() ? "." : ", after it had rejected " + String.join(" and ", rejected) + ".");
    }

    private static boolean rejectsLimit(OutboundResponse response) {
        return (response.status() == 400 || response.status() == 422)
                && NAMES_THE_LIMIT.matcher(response.body()).find();
    }
}
