/**
 * Connections before they are requests: requests on one connection wait for each other, and what is not valid HTTP/1.1 gets a
 * problem and loses its connection. The rest of {@code http} only sees requests that RFC 9110 and RFC 9112 allow.
 */
@NullMarked
package dev.duoconfig.http.wire;

import org.jspecify.annotations.NullMarked;
