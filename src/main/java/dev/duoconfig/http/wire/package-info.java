/**
 * Connections before they are requests: requests on one connection wait for each other, and what is not valid HTTP/1.1 gets a
 * problem and loses its connection. In HTTP/2, such a request gets a problem, too. Early responses leave from here. The rest of {@code http} only sees requests
 * that RFC 9110, RFC 9112, and RFC 9113 allow.
 */
@NullMarked
package dev.duoconfig.http.wire;

import org.jspecify.annotations.NullMarked;
