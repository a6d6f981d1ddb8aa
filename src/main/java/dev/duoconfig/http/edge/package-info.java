/**
 * The edge: filters that every request and response passes, in the order of {@code FilterOrder}, and the mapping of
 * exceptions to problems. No single operation has code here.
 */
@NullMarked
package dev.duoconfig.http.edge;

import org.jspecify.annotations.NullMarked;
