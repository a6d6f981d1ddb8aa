package dev.duoconfig.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

import dev.duoconfig.outbound.Deadline;
import dev.duoconfig.outbound.OutboundException;
import dev.duoconfig.outbound.OutboundResponse;
import org.jspecify.annotations.Nullable;

/** Checks the model itself, with one short message. */
final class Completion {

    /** The newer name of the limit, then the older one: some models reject one or both. */
    private static final List<String> TOKEN_LIMITS = List.of("max_completion_tokens", "max_tokens");

    private static final List<String> ANTHROPIC_TOKEN_LIMITS = List.of("max_tokens");

    private static final Pattern NAMES_THE_LIMIT =
            Pattern.compile("max[_ -]?(completion|output|new)?[_ -]?tokens", Pattern.CASE_INSENSITIVE);

    private static final Pattern NAMES_THE_MODEL = Pattern.compile("model|deployment", Pattern.CASE_INSENSITIVE);

    private final ModelServer server;
    private final ServerConnection connection;
    private final ServerMessages messages;
    private final Function<@Nullable String, Map<String, Object>> chat;

    Completion(ModelServer server, ServerConnection connection, ServerMessages messages) {
        this(server, connection, messages, server::chat);
    }

    /** @param chat the message for a name of the limit on tokens, or for none */
    Completion(
            ModelServer server,
            ServerConnection connection,
            ServerMessages messages,
            Function<@Nullable String, Map<String, Object>> chat) {
        this.server = server;
        this.connection = connection;
        this.messages = messages;
        this.chat = chat;
    }

    Reply ask(Deadline deadline) {
        var rejected = new ArrayList<String>();
        for (var limit : server.isAnthropic() ? ANTHROPIC_TOKEN_LIMITS : TOKEN_LIMITS) {
            var response = send(limit, deadline);
            if (!rejectsLimit(response)) {
                return new Reply(response, List.copyOf(rejected));
            }
            rejected.add(limit);
        }
        return new Reply(send(null, deadline), List.copyOf(rejected));
    }

    /** Whether the model answers. */
    boolean answers(Deadline deadline) {
        try {
            return ChatAnswer.of(ask(deadline).response) == ChatAnswer.CHAT;
        } catch (OutboundException e) {
            return false;
        }
    }

    /** @param listed whether the server has listed the model */
    StepOutcome evaluate(Reply reply, boolean listed) {
        var answer = ChatAnswer.of(reply.response);
        var detail = "POST " + server.chatUrl() + " returned " + reply.status() + reply.afterRejections() + "."
                + answer.contents();
        if (answer == ChatAnswer.CHAT) {
            return StepOutcome.passed(detail, "The model answers.");
        }
        var message = messages.of(reply.response);
        return StepOutcome.failed(detail, summary(reply.response, answer, listed, message))
                .withServerMessage(message);
    }

    private OutboundResponse send(@Nullable String limit, Deadline deadline) {
        return connection.post(server.chatUrl(), server.headers(), chat.apply(limit), deadline);
    }

    private String summary(OutboundResponse response, ChatAnswer answer, boolean listed, @Nullable String message) {
        return switch (answer) {
            case CHAT -> throw new IllegalArgumentException("An answer needs no explanation");
            case STREAM ->
                "The model answers, but streams its answer, although the request asks for no stream (\"stream\": false)."
                        + " Clients that expect one complete answer cannot read it. Turn off forced streaming on the server, or"
                        + " on the proxy in front of it.";
            case OTHER_STREAM ->
                "The server streams its response, although the request asks for no stream (\"stream\": false), and the"
                        + " stream does not begin with an answer. Check the endpoint, and the log of the model server.";
            case ERROR -> "The server reports an error with a success status. " + ResponseExplanations.reason(message);
            case OTHER_JSON ->
                "The server does not offer OpenAI's API, or reports an error with a success status. Check the endpoint, and"
                        + " the log of the model server.";
            case NOT_JSON -> ResponseExplanations.notJson();
            case NO_SUCCESS -> failure(response, listed, message);
        };
    }

    private String failure(OutboundResponse response, boolean listed, @Nullable String message) {
        var keySent = server.apiKey() != null;
        var status = response.status();
        return switch (status) {
            case 401 -> listedPrefix(listed) + unauthorized(response, keySent);
            case 403 -> listedPrefix(listed) + forbidden(response, keySent);
            case 404 -> notFound(response, listed);
            case 400, 422 -> rejected(response, listed, message);
            case 405, 501 ->
                "The server does not offer chat completions under this path. Check the endpoint, and whether the model is a"
                        + " chat model.";
            case 429 -> ResponseExplanations.tooMany();
            default ->
                switch (status / 100) {
                    case 3 -> ResponseExplanations.redirect("endpoint");
                    case 5 -> ResponseExplanations.serverFault();
                    default ->
                        "The server, or a proxy in front of it, rejects the chat message. "
                                + ResponseExplanations.reason(message) + " "
                                + ResponseExplanations.headersOfTheGateway();
                };
        };
    }

    private static String unauthorized(OutboundResponse response, boolean keySent) {
        return keySent && Refusals.namesScope(response) ? missingScope() : ResponseExplanations.unauthorized(keySent);
    }

    private static String forbidden(OutboundResponse response, boolean keySent) {
        return keySent && Refusals.namesScope(response) ? missingScope() : ResponseExplanations.forbidden(keySent);
    }

    private static String missingScope() {
        return "The server says that the API key lacks a scope or a permission to chat with this model, not that the key is"
                + " wrong. Give the key that scope or permission, or set another key as api_key.";
    }

    private String rejected(OutboundResponse response, boolean listed, @Nullable String message) {
        if (Refusals.namesUnknownModel(response)) {
            return unknownModel();
        }
        var aboutTheModel = listed || Refusals.namesChat(response)
                ? " The model may not be a chat model, or may have no chat template."
                : "";
        return "The server, or a proxy in front of it, rejects a plain chat message." + aboutTheModel + " "
                + ResponseExplanations.reason(message) + " " + ResponseExplanations.headersOfTheGateway();
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
        if (Refusals.namesChat(response)) {
            return "The server says that the model does not chat. Use a model for chat, not one for embeddings or plain"
                    + " completions.";
        }
        return Bodies.json(response).isContainerNode()
                        && NAMES_THE_MODEL.matcher(response.body()).find()
                ? unknownModel()
                : "The server responds, but offers no chat completions under this path. Check the endpoint: it must be "
                        + server.endpointForm() + ".";
    }

    private String unknownModel() {
        return server.isAzure()
                ? "Azure OpenAI says that it has no deployment with this name. Set the identifier to azure/ followed by the name"
                        + " of the deployment."
                : "The server has no model with this name. Correct the name after the prefix of the identifier.";
    }

    private static String listedPrefix(boolean listed) {
        return listed ? "The server lists its models, but does not allow chat. " : "";
    }

    private static boolean rejectsLimit(OutboundResponse response) {
        return (response.status() == 400 || response.status() == 422)
                && NAMES_THE_LIMIT.matcher(response.body()).find();
    }

    /**
     * The last response to the message.
     *
     * @param rejected the limits on tokens that the server rejected before
     */
    record Reply(OutboundResponse response, List<String> rejected) {

        int status() {
            return response.status();
        }

        boolean isRefusedCaller() {
            return status() == 401 || status() == 403;
        }

        /** Whether the name of the model can be the cause of the failure. */
        boolean mayBeAboutTheName() {
            return switch (status()) {
                case 400, 404, 422 -> !Refusals.namesChat(response);
                default -> false;
            };
        }

        private String afterRejections() {
            return rejected.isEmpty() ? "" : " after the server rejected " + String.join(" and ", rejected);
        }
    }
}
