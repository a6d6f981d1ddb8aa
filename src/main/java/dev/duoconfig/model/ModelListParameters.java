package dev.duoconfig.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.Family;
import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.http.request.MinRevision;
import dev.duoconfig.http.request.Paging;
import dev.duoconfig.http.request.QueryParameters;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The query parameters of the list of models. */
class ModelListParameters {

    private static final List<String> DIRECTIONS = List.of("asc", "desc");
    private static final List<String> RELEASE_STATES = List.of("ga", "beta", "experiment");

    /** The maximum length of a name or an identifier. */
    private static final int MAX_SEARCH_LENGTH = 255;

    @RestQuery("family")
    @Nullable
    String family;

    @RestQuery("platform")
    @Nullable
    String platform;

    @RestQuery("release_state")
    @Nullable
    String releaseState;

    @RestQuery("search")
    @Nullable
    String search;

    @RestQuery("compatible_with")
    @Nullable
    String compatibleWith;

    @RestQuery("in_use")
    @Nullable
    String inUse;

    @RestQuery("order_by")
    @Nullable
    String orderBy;

    @RestQuery("sort")
    @Nullable
    String sort;

    @RestQuery("page")
    @Nullable
    String page;

    @RestQuery("per_page")
    @Nullable
    String perPage;

    /** The parameters by name; null if one is unknown. */
    static @Nullable ModelListParameters of(Map<String, String> values) {
        var parameters = new ModelListParameters();
        for (var entry : values.entrySet()) {
            var value = entry.getValue();
            switch (entry.getKey()) {
                case "family" -> parameters.family = value;
                case "platform" -> parameters.platform = value;
                case "release_state" -> parameters.releaseState = value;
                case "search" -> parameters.search = value;
                case "compatible_with" -> parameters.compatibleWith = value;
                case "in_use" -> parameters.inUse = value;
                case "order_by" -> parameters.orderBy = value;
                case "sort" -> parameters.sort = value;
                case "page" -> parameters.page = value;
                case "per_page" -> parameters.perPage = value;
                case MinRevision.NAME -> {}
                default -> {
                    return null;
                }
            }
        }
        return parameters;
    }

    /** The query that the parameters describe; a 400 if a parameter is invalid. */
    ModelQuery parse(Catalogue catalogue) {
        var order = QueryParameters.choice("order_by", orderBy, ModelOrder.ids());
        var direction = QueryParameters.choice("sort", sort, DIRECTIONS);
        var selection = new ModelQuery.Selection(
                families(catalogue),
                platform(),
                text(),
                inUse == null ? null : QueryParameters.flag("in_use", inUse),
                order == null ? ModelOrder.NAME : ModelOrder.ofId(order),
                "desc".equals(direction));
        return new ModelQuery(selection, Paging.parse(page, perPage));
    }

    private @Nullable List<String> families(Catalogue catalogue) {
        var known = catalogue.families().stream().map(Family::id).toList();
        var wanted = QueryParameters.choice("family", family, known);
        var state = QueryParameters.choice("release_state", releaseState, RELEASE_STATES);
        if (wanted == null && state == null && compatibleWith == null) {
            return null;
        }
        var families = new ArrayList<>(wanted == null ? known : List.of(wanted));
        if (state != null) {
            families.removeIf(id -> {
                var candidate = catalogue.family(id);
                return candidate == null || !candidate.releaseState().id().equals(state);
            });
        }
        if (compatibleWith != null) {
            var feature = catalogue.feature(compatibleWith);
            if (feature == null) {
                throw QueryParameters.invalid("compatible_with", "must be the id of a feature");
            }
            families.removeIf(id -> !feature.supports(id));
        }
        return families;
    }

    /** The text to search for; null instead of the empty one, which every model contains. */
    private @Nullable String text() {
        var text = QueryParameters.text("search", search, MAX_SEARCH_LENGTH);
        return text == null || text.isEmpty() ? null : text;
    }

    private @Nullable Platform platform() {
        var known = Arrays.stream(Platform.values()).map(Platform::id).toList();
        var chosen = QueryParameters.choice("platform", platform, known);
        return chosen == null ? null : Platform.valueOf(chosen.toUpperCase(Locale.ROOT));
    }
}
