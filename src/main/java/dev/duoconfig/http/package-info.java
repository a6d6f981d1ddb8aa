/**
 * Everything that the requests and responses of all paths share, in five packages: problems, parameters, bodies, the edge
 * that requests pass first, and the wire that connections pass before it. Nothing here depends on a path or on the configuration.
 */
@NullMarked
package dev.duoconfig.http;

import org.jspecify.annotations.NullMarked;
