package dev.duoconfig.catalogue;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A GitLab Duo feature that a model can be assigned to.
 *
 * @param id stable name, such as {@code duo_chat_explain_code}
 * @param title name shown to administrators, such as {@code Code Explanation}
 * @param mainFeature group that lists it
 * @param families ids of the model families that can serve it
 * @param fallback id of the feature whose setting applies while this feature is unassigned; null if none
 * @param requiresUltimate whether it is excluded from the Premium plan
 */
public record Feature(
        String id,
        String title,
        String mainFeature,
        ReleaseState releaseState,
        List<String> families,
        @Nullable String fallback,
        boolean requiresUltimate) {

    public Feature {
        families = List.copyOf(families);
    }

    /** Whether models of this family can be assigned to the feature. */
    public boolean supports(String family) {
        return families.contains(family);
    }

    /** Whether it is available only while beta models and features are enabled; an experiment counts as beta. */
    public boolean beta() {
        return releaseState.beta();
    }
}
