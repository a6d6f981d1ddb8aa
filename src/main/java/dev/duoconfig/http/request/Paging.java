package dev.duoconfig.http.request;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * GitLab's offset paging.
 *
 * @param page from 1
 * @param perPage from 1 to 100, 20 by default
 */
public record Paging(int page, int perPage) {

    /** Keeps the offset within the range that the database accepts. */
    private static final int MAX_PAGE = 10_000_000;

    public static Paging parse(@Nullable String page, @Nullable String perPage) {
        return new Paging(
                QueryParameters.number("page", page, 1, MAX_PAGE, 1),
                QueryParameters.number("per_page", perPage, 1, 100, 20));
    }

    public int offset() {
        return (page - 1) * perPage;
    }

    /** This page of a complete list. */
    public <T> List<T> of(List<T> all) {
        return all.subList(Math.min(offset(), all.size()), Math.min(offset() + perPage, all.size()));
    }

    /** Adds GitLab's paging headers and the links to the neighboring pages. */
    public void describe(RestResponse.ResponseBuilder<?> response, PageLinks links, long total) {
        headers(links, total).forEach(response::header);
    }

    /** GitLab's paging headers and the links to the neighboring pages. */
    public Map<String, String> headers(PageLinks links, long total) {
        var pages = (int) Math.max(1, (total + perPage - 1) / perPage);
        var headers = new LinkedHashMap<String, String>();
        headers.put("X-Page", Integer.toString(page));
        headers.put("X-Per-Page", Integer.toString(perPage));
        headers.put("X-Total", Long.toString(total));
        headers.put("X-Total-Pages", Integer.toString(pages));
        headers.put("X-Next-Page", page < pages ? Integer.toString(page + 1) : "");
        headers.put("X-Prev-Page", page > 1 ? Integer.toString(page - 1) : "");
        var all = new StringJoiner(", ");
        all.add(links.to("page", 1, perPage, "first"));
        if (page > 1) {
            all.add(links.to("page", page - 1, perPage, "prev"));
        }
        if (page < pages) {
            all.add(links.to("page", page + 1, perPage, "next"));
        }
        all.add(links.to("page", pages, perPage, "last"));
        headers.put(HttpHeaders.LINK, all.toString());
        return headers;
    }

    /**
     * One page of a list.
     *
     * @param total the number of items on all pages
     */
    public record Page<T>(List<T> items, long total) {}
}
