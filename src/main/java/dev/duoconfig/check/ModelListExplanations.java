package dev.duoconfig.check;

/** Explains responses that are not a list of models, and what to do about them. */
final class ModelListExplanations {

    private static final String ASK_THE_MODEL = " Use completion=true to check the model itself.";

    private ModelListExplanations() {}

    /** The contents of a response with status 2xx, to follow the status; empty for other responses. */
    static String contents(ModelList.Kind kind) {
        return switch (kind) {
            case EMPTY -> " with an empty list";
            case NOT_JSON -> " with a body that is not JSON";
            case OTHER_SHAPE -> " with JSON that is not a list of models";
            case NAMES,
                    REDIRECT,
                    UNAUTHORIZED,
                    FORBIDDEN,
                    MISSING_SCOPE,
                    NOT_FOUND,
                    NOT_OFFERED,
                    TOO_MANY,
                    SERVER_FAULT,
                    REFUSED -> "";
        };
    }

    static String summary(ModelList list, ModelServer server) {
        var keySent = server.apiKey() != null;
        return switch (list.kind()) {
            case NAMES -> throw new IllegalArgumentException("A list of models needs no explanation");
            case EMPTY ->
                "The server responds, but serves no model at the moment. Load a model on the server, or check its log for"
                        + " why none is loaded.";
            case OTHER_SHAPE ->
                "The server responds with JSON, but does not offer OpenAI's API. Check the endpoint: it must be "
                        + server.endpointForm() + ".";
            case NOT_JSON -> ResponseExplanations.notJson();
            case REDIRECT -> ResponseExplanations.redirect("endpoint");
            case UNAUTHORIZED -> ResponseExplanations.unauthorized(keySent);
            case FORBIDDEN -> ResponseExplanations.forbidden(keySent);
            case MISSING_SCOPE -> missingScope(keySent);
            case NOT_FOUND ->
                "The server has no list of models under this endpoint, which is not an error by itself: some servers only"
                        + " chat." + ASK_THE_MODEL + " If it does not answer, check the endpoint: it must be "
                        + server.endpointForm() + ".";
            case NOT_OFFERED ->
                "The server does not offer a list of its models, which is not an error by itself." + ASK_THE_MODEL;
            case TOO_MANY -> ResponseExplanations.tooMany();
            case SERVER_FAULT -> ResponseExplanations.serverFault();
            case REFUSED ->
                "The server, or a proxy in front of it, refuses to list its models. "
                        + ResponseExplanations.reason(list.serverMessage()) + " "
                        + ResponseExplanations.headersOfTheGateway();
        };
    }

    private static String missingScope(boolean keySent) {
        return keySent
                ? "The server says that the API key lacks a scope or a permission to list models, not that the key is wrong."
                        + " A key that may only chat is enough." + ASK_THE_MODEL
                : ResponseExplanations.forbidden(false);
    }
}
