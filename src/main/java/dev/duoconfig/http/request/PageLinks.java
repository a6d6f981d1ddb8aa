package dev.duoconfig.http.request;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import jakarta.ws.rs.core.UriInfo;

/**
 * Links to other pages of the requested list, with the same filters. They are made of parsed parameters, because the URL of
 * the request has the host that the caller chose.
 *
 * @param list the URL of the list
 * @param filters the query parameters without those of paging
 */
public record PageLinks(String list, Map<String, String> filters) {

    private static final Set<String> OF_PAGING = Set.of("page", "per_page", "cursor");

    /** The links of a request. */
    public static PageLinks of(PublicUrls urls, UriInfo uri) {
        var parameters = new HashMap<String, String>();
        uri.getQueryParameters().forEach((name, values) -> parameters.put(name, values.get(0)));
        return of(urls.requested(uri).build().toString(), parameters);
    }

    /**
     * The links of a request.
     *
     * @param parameters all query parameters
     */
    public static PageLinks of(String list, Map<String, String> parameters) {
        var filters = new TreeMap<String, String>(parameters);
        filters.keySet().removeAll(OF_PAGING);
        return new PageLinks(list, filters);
    }

    /** The link to another page, in the form of the header {@code Link}. */
    String to(String parameter, Object target, int perPage, String relation) {
        var query = new ArrayList<String>();
        filters.forEach((name, value) -> query.add(encoded(name) + "=" + encoded(value)));
        query.add(parameter + "=" + target);
        query.add("per_page=" + perPage);
        return "<" + list + "?" + String.join("&", query) + ">; rel=\"" + relation + "\"";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
