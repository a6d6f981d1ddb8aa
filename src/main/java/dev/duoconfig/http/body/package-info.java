/**
 * Bodies in JSON and YAML: how strictly they are read, how they are written, and what is wrong with one that cannot be
 * read. The limit on their size is part of {@code http.edge}.
 */
@NullMarked
package dev.duoconfig.http.body;

import org.jspecify.annotations.NullMarked;
