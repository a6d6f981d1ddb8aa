package dev.duoconfig.audit;

import java.time.Instant;

import dev.duoconfig.security.Caller;

/**
 * The properties that all events of one change share.
 *
 * @param revision the revision that the events belong to
 * @param at the time of the change, with the millisecond precision that is hashed
 */
public record AuditContext(long revision, Instant at, Caller caller, AuditOrigin origin) {}
