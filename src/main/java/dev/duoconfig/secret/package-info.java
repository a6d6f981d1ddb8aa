/**
 * Sealing and opening of stored secrets under the master key. Nothing else in the service handles a secret in the clear,
 * and nothing here knows what the secrets are for.
 */
@NullMarked
package dev.duoconfig.secret;

import org.jspecify.annotations.NullMarked;
