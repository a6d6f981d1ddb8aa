/**
 * Everything that the requests and responses of all paths share, in four packages: problems, parameters, bodies, and the edge
 * that requests pass first. Nothing here depends on a path or on the configuration.
 */
@NullMarked
package dev.duoconfig.http;

import org.jspecify.annotations.NullMarked;
