/**
 * Seals and opens stored secrets with the master key, and derives the keys of audit events from it. No other package encrypts
 * or decrypts secrets, and nothing here knows their purpose.
 */
@NullMarked
package dev.duoconfig.secret;

import org.jspecify.annotations.NullMarked;
