package dev.duoconfig.catalogue;

/**
 * A model family, which determines the prompts and the features that a model can serve.
 *
 * @param id stable name, such as {@code claude_3}
 * @param name name shown to administrators, such as {@code Claude 3}
 */
public record Family(String id, String name, ReleaseState releaseState) {

    /** Whether its models can serve only while beta models and features are enabled. */
    public boolean beta() {
        return releaseState.beta();
    }
}
