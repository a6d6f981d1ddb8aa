package dev.duoconfig.check;

import java.util.List;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import dev.duoconfig.outbound.OutboundResponse;

/**
 * The response of a server to the request for its list of models.
 *
 * @param names the ids in the list, for {@link Kind#NAMES}; otherwise empty
 */
record ModelList(Kind kind, int status, List<String> names) {

    /** The kind of a response. */
    enum Kind {
        NAMES(false),
        EMPTY(true),
        OTHER_SHAPE(true),
        NOT_JSON(true),
        REDIRECT(false),
        UNAUTHORIZED(false),
        FORBIDDEN(true),
        NOT_FOUND(true),
        NOT_OFFERED(true),
        TOO_MANY(false),
        SERVER_FAULT(true),
        REFUSED(true);

        private final boolean chatMayWork;

        Kind(boolean chatMayWork) {
            this.chatMayWork = chatMayWork;
        }

        /** Whether the server may offer chat anyway, because some servers do not list their models. */
        boolean chatMayWork() {
            return chatMayWork;
        }
    }

    static ModelList of(OutboundResponse response) {
        var status = response.status();
        return switch (status) {
            case 401 -> withoutNames(Kind.UNAUTHORIZED, status);
            case 403 -> withoutNames(Kind.FORBIDDEN, status);
            case 404 -> withoutNames(Kind.NOT_FOUND, status);
            case 405, 501 -> withoutNames(Kind.NOT_OFFERED, status);
            case 429 -> withoutNames(Kind.TOO_MANY, status);
            default ->
                switch (status / 100) {
                    case 2 -> ofBody(Bodies.json(response), status);
                    case 3 -> withoutNames(Kind.REDIRECT, status);
                    case 5 -> withoutNames(Kind.SERVER_FAULT, status);
                    default -> withoutNames(Kind.REFUSED, status);
                };
        };
    }

    /** Whether the server offers OpenAI's API, even if it requires another API key. */
    boolean isApi() {
        return switch (kind) {
            case NAMES, EMPTY, UNAUTHORIZED, FORBIDDEN -> true;
            case OTHER_SHAPE, NOT_JSON, REDIRECT, NOT_FOUND, NOT_OFFERED, TOO_MANY, SERVER_FAULT, REFUSED -> false;
        };
    }

    private static ModelList ofBody(JsonNode body, int status) {
        if (!body.isContainerNode()) {
            return withoutNames(Kind.NOT_JSON, status);
        }
        var data = body.path("data");
        if (!data.isArray()) {
            return withoutNames(Kind.OTHER_SHAPE, status);
        }
        if (data.isEmpty()) {
            return withoutNames(Kind.EMPTY, status);
        }
        var names = StreamSupport.stream(data.spliterator(), false)
                .map(model -> model.path("id"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .toList();
        return names.isEmpty() ? withoutNames(Kind.OTHER_SHAPE, status) : new ModelList(Kind.NAMES, status, names);
    }

    private static ModelList withoutNames(Kind kind, int status) {
        return new ModelList(kind, status, List.of());
    }
}
