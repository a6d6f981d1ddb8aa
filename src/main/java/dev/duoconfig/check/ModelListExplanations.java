package dev.duoconfig.check;

/** What a list of models that is none means, and what to do about it. */
final class ModelListExplanations {

    private ModelListExplanations() {}

    /** What an answer with success had in it, to follow its status. */
    static String contents(ModelList.Kind kind) {
        return switch (kind) {
            case EMPTY -> " with an empty list";
            case NOT_JSON -> " with something that is not JSON";
            case OTHER_SHAPE -> " with JSON that is no list of models";
            case NAMES, REDIRECT, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, NOT_OFFERED, TOO_MANY, SERVER_FAULT, REFUSED ->
                "";
        };
    }

    static String summary(ModelList.Kind kind, boolean keySent) {
        return switch (kind) {
            case NAMES -> throw new IllegalArgumentException("That is a list of models");
            case EMPTY ->
                "The server answers but serves no model at the moment: load one there, or look in its log for why it is"
                        + " not loaded.";
            case OTHER_SHAPE ->
                "What answers speaks JSON, but not OpenAI's API: check the endpoint. It is the URL that is followed by"
                        + " /models and /chat/completions.";
            case NOT_JSON ->
                "What answers is no model server with OpenAI's API, perhaps a web page or a proxy: check host, port and"
                        + " path of the endpoint.";
            case REDIRECT -> ResponseExplanations.redirect("endpoint");
            case UNAUTHORIZED -> ResponseExplanations.unauthorized(keySent);
            case FORBIDDEN -> ResponseExplanations.forbidden(keySent);
            case NOT_FOUND ->
                "A server answers, but has no OpenAI API under this path: the endpoint is the URL that is followed by"
                        + " /models and /chat/completions, for example https://vllm.example.com:8000/v1.";
            case NOT_OFFERED ->
                "The server does not let its models be listed, which alone is no fault: completion=true asks the model"
                        + " itself.";
            case TOO_MANY -> ResponseExplanations.tooMany();
            case SERVER_FAULT -> ResponseExplanations.serverFault();
            case REFUSED ->
                "The server refuses to list its models, for a reason that its log tells: check the endpoint's host,"
                        + " port and path.";
        };
    }
}
