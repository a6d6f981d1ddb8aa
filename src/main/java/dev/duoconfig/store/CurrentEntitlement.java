package dev.duoconfig.store;

import java.time.Instant;

import dev.duoconfig.resolve.Entitlement;

/**
 * The entitlement at a moment, from the stored terms of the subscription. The stored entitlement follows the time about a second
 * late, so once it is due for an evaluation, it does not decide whether a change is allowed.
 */
public interface CurrentEntitlement {

    /** Evaluates the entitlement. Called inside a transaction, under the write lock. */
    Entitlement at(Instant moment);
}
