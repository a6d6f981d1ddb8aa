/**
 * Bodies in JSON and YAML: how they are read and written, the limits of their lists, and the errors of those that cannot be
 * read. The limit on their size is part of {@code http.edge}.
 */
@NullMarked
package dev.duoconfig.http.body;

import org.jspecify.annotations.NullMarked;
