/**
 * What every answer shares: problems (RFC 9457), conditional requests, paging, request ids and strict JSON. No path and
 * no configuration of the product lives here.
 */
@NullMarked
package dev.duoconfig.http;

import org.jspecify.annotations.NullMarked;
