package dev.duoconfig.catalogue;

/**
 * A kind of model: it decides the prompts, and which features a model can serve.
 *
 * @param id stable name, such as {@code claude_3}
 * @param name what administrators read, such as {@code Claude 3}
 */
public record Family(String id, String name, ReleaseState releaseState) {

    /** Whether its models may serve only while the beta toggle is on. */
    public boolean beta() {
        return releaseState.beta();
    }
}
