package dev.duoconfig.check;

/** Explains responses that are not a list of models, and what to do about them. */
final class ModelListExplanations {

    private ModelListExplanations() {}

    /** The contents of a response with status 2xx, to follow the status; empty for other responses. */
    static String contents(ModelList.Kind kind) {
        return switch (kind) {
            case EMPTY -> " with an empty list";
            case NOT_JSON -> " with a body that is not JSON";
            case OTHER_SHAPE -> " with JSON that is not a list of models";
            case NAMES, REDIRECT, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, NOT_OFFERED, TOO_MANY, SERVER_FAULT, REFUSED ->
                "";
        };
    }

    static String summary(ModelList.Kind kind, boolean keySent) {
        return switch (kind) {
            case NAMES -> throw new IllegalArgumentException("A list of models needs no explanation");
            case EMPTY ->
                "The server responds, but serves no model at the moment. Load a model on the server, or check its log for"
                        + " why none is loaded.";
            case OTHER_SHAPE ->
                "The server responds with JSON, but does not offer OpenAI's API. Check the endpoint: it must be the URL to"
                        + " which /models and /chat/completions are appended.";
            case NOT_JSON -> ResponseExplanations.notJson();
            case REDIRECT -> ResponseExplanations.redirect("endpoint");
            case UNAUTHORIZED -> ResponseExplanations.unauthorized(keySent);
            case FORBIDDEN -> ResponseExplanations.forbidden(keySent);
            case NOT_FOUND ->
                "The server responds, but has no OpenAI API under this path. Check the endpoint: it must be the URL to which"
                        + " /models and /chat/completions are appended, for example https://vllm.example.com:8000/v1.";
            case NOT_OFFERED ->
                "The server does not offer a list of its models, which is not an error by itself. Use completion=true to"
                        + " check the model itself.";
            case TOO_MANY -> ResponseExplanations.tooMany();
            case SERVER_FAULT -> ResponseExplanations.serverFault();
            case REFUSED ->
                "The server refuses to list its models. Check the log of the server for the reason, and the host, port, and"
                        + " path of the endpoint.";
        };
    }
}
