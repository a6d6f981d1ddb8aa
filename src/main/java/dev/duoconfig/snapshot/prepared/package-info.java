/**
 * Prepared responses: they are serialized once per revision and sent ahead of all other filters. The packages of
 * their paths decide which responses exist. See docs/adr/0015-prepared-answers.md.
 */
@NullMarked
package dev.duoconfig.snapshot.prepared;

import org.jspecify.annotations.NullMarked;
