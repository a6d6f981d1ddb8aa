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
 * @param entitlement the right that the subscription must grant
 * @param copiedFrom id of the feature whose setting it gets when a newer catalogue introduces it; null if none
 * @param refusedFamilies ids of families that can be assigned, but that the feature's flow refuses
 * @param signedBy id of the feature whose self-hosted model signs the tokens of this feature's flow; null if none
 */
public record Feature(
        String id,
        String title,
        String mainFeature,
        ReleaseState releaseState,
        List<String> families,
        @Nullable String fallback,
        boolean requiresUltimate,
        EntitlementKind entitlement,
        @Nullable String copiedFrom,
        List<String> refusedFamilies,
        @Nullable String signedBy) {

    public Feature {
        families = List.copyOf(families);
        refusedFamilies = List.copyOf(refusedFamilies);
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
