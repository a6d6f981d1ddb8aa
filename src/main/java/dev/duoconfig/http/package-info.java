/**
 * Everything that requests and responses of all paths share, in four rooms: problems, parameters, bodies, and the edge
 * that requests pass first. Nothing in here knows a path or the configuration.
 */
@NullMarked
package dev.duoconfig.http;

import org.jspecify.annotations.NullMarked;
