package dev.duoconfig.catalogue;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One Duo capability that can be given a model.
 *
 * @param id stable name, such as {@code duo_chat_explain_code}
 * @param title what administrators read, such as {@code Code Explanation}
 * @param mainFeature the group it is listed under
 * @param families ids of the model families that may serve it
 * @param fallback id of the feature whose setting it uses while it has none of its own
 * @param requiresUltimate whether the Premium plan excludes it
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

    /** Whether models of this family may be assigned to the feature. */
    public boolean supports(String family) {
        return families.contains(family);
    }

    /** Whether it may be used only while the beta toggle is on; an experiment counts as beta. */
    public boolean beta() {
        return releaseState.beta();
    }
}
