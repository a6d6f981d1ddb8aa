package dev.duoconfig.http.request;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;

import dev.duoconfig.http.problem.ApiException;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * Paging through a list with the newest entries, those with the greatest IDs, first. Entries that are added in the
 * meantime neither repeat nor hide others.
 *
 * @param before the ID that all entries of the page are below; null for the first page
 * @param perPage from 1 to 100, 20 by default
 */
public record CursorPaging(@Nullable Long before, int perPage) {

    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");

    public static CursorPaging parse(@Nullable String cursor, @Nullable String perPage) {
        return new CursorPaging(
                cursor == null ? null : id(cursor), QueryParameters.number("per_page", perPage, 1, 100, 20));
    }

    /** The number of entries to query: one more than the page has, to know whether there is a next page. */
    public int limit() {
        return perPage + 1;
    }

    /** This page of the entries that were found within {@link #limit}. */
    public <T> List<T> of(List<T> found) {
        return found.subList(0, Math.min(perPage, found.size()));
    }

    /** Adds the link to the next page, if there is one. */
    public <T> void describe(
            RestResponse.ResponseBuilder<?> response, PageLinks links, List<T> found, ToLongFunction<T> id) {
        if (found.size() > perPage) {
            var cursor = cursor(id.applyAsLong(found.get(perPage - 1)));
            response.header(HttpHeaders.LINK, links.to("cursor", cursor, perPage, "next"));
        }
    }

    /** Encodes the ID, because a cursor is opaque to callers. */
    private static String cursor(long id) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Long.toString(id).getBytes(StandardCharsets.US_ASCII));
    }

    private static long id(String cursor) {
        try {
            var id = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            if (ID.matcher(id).matches()) {
                return Long.parseLong(id);
            }
        } catch (IllegalArgumentException e) {
            throw invalidCursor();
        }
        throw invalidCursor();
    }

    private static ApiException invalidCursor() {
        return QueryParameters.invalid("cursor", "must be the cursor in the link to the next page");
    }
}
