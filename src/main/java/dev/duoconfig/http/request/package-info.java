/**
 * Request parameters and headers, parsed: conditions, paging, preferences, query values; and the absolute URLs of this
 * service. A value that cannot be parsed ends the request with a problem. Bodies are in {@code http.body}.
 */
@NullMarked
package dev.duoconfig.http.request;

import org.jspecify.annotations.NullMarked;
