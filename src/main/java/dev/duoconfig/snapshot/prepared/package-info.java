/**
 * Prepared responses: they are serialized once for each revision and sent ahead of all other filters. See
 * docs/adr/0015-prepared-answers.md. Which responses there are is decided by the packages of their paths.
 */
@NullMarked
package dev.duoconfig.snapshot.prepared;

import org.jspecify.annotations.NullMarked;
