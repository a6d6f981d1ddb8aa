package dev.duoconfig.model;

import java.util.List;
import java.util.Set;

import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.http.request.Paging;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/** A query for a page of models. */
record ModelQuery(Selection selection, Paging paging) {

    /**
     * Conditions and an order. A condition that is null matches all models.
     *
     * @param families ids of the matching families
     * @param platform the platform of the matching models
     * @param text a part of the name, the identifier, or the endpoint
     * @param inUse whether a feature has chosen the matching models
     */
    record Selection(
            @Nullable List<String> families,
            @Nullable Platform platform,
            @Nullable String text,
            @Nullable Boolean inUse,
            ModelOrder order,
            boolean descending) {

        /** Whether all models match. */
        boolean isEverything() {
            return families == null && platform == null && text == null && inUse == null;
        }

        /**
         * Whether a model meets all conditions other than {@code text}.
         *
         * @param chosen ids of the models that features have chosen
         */
        boolean matchesApartFromText(Snapshot.Model model, Set<Long> chosen) {
            return (families == null || families.contains(model.family()))
                    && (platform == null || ModelOrder.platformOf(model) == platform)
                    && (inUse == null || chosen.contains(model.id()) == inUse);
        }
    }
}
