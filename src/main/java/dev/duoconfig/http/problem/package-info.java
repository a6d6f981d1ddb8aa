/**
 * Problems (RFC 9457): the catalogue of error types, the exception that ends a request with one, and the errors of
 * single properties. Turning exceptions into responses happens in {@code http.edge}.
 */
@NullMarked
package dev.duoconfig.http.problem;

import org.jspecify.annotations.NullMarked;
