package dev.duoconfig.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.Family;
import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.http.request.Paging;
import dev.duoconfig.http.request.QueryParameters;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The query parameters of the list of models. */
@SuppressWarnings("NullAway.Init")
class ModelQuery {

    private static final List<String> ORDERS = List.of("name", "created_at", "updated_at", "id");
    private static final List<String> DIRECTIONS = List.of("asc", "desc");

    /** No longer text is worth it: names and identifiers end there. */
    private static final int MAX_TEXT_LENGTH = 255;

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

    @Context
    UriInfo uri;

    Paging paging() {
        return Paging.parse(page, perPage);
    }

    /** The prefix of the identifiers looked for, slash included, or null for all. */
    @Nullable
    String identifierPrefix() {
        var known = Arrays.stream(Platform.values()).map(Platform::id).toList();
        var chosen = QueryParameters.choice("platform", platform, known);
        return chosen == null
                ? null
                : Platform.valueOf(chosen.toUpperCase(Locale.ROOT)).prefix() + "/";
    }

    /** The families looked for, or null for all. */
    @Nullable
    List<String> families(Catalogue catalogue) {
        var known = catalogue.families().stream().map(Family::id).toList();
        var wanted = QueryParameters.choice("family", family, known);
        var state = QueryParameters.choice("release_state", releaseState, List.of("ga", "beta", "experiment"));
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

    /** The text looked for, or null for all. */
    @Nullable
    String text() {
        return QueryParameters.text("search", search, MAX_TEXT_LENGTH);
    }

    String order() {
        var column = QueryParameters.choice("order_by", orderBy, ORDERS);
        var direction = QueryParameters.choice("sort", sort, DIRECTIONS);
        return (column == null ? "name" : column) + " " + (direction == null ? "asc" : direction);
    }
}
