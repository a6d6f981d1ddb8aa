/**
 * Prepared responses: they are serialized once per revision and sent ahead of all other filters, mostly from the connection. The
 * packages of their paths decide which responses exist. See docs/adr/0015-prepared-answers.md and
 * docs/adr/0039-prepared-responses-from-the-connection.md.
 */
@NullMarked
package dev.duoconfig.snapshot.prepared;

import org.jspecify.annotations.NullMarked;
