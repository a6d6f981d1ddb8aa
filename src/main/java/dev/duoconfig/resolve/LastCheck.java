package dev.duoconfig.resolve;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The newest check of a stored model or of the gateway.
 *
 * @param summary the meaning of the result, and what to do
 * @param via the route to the model; null for the gateway
 * @param at the time when the check ended
 * @param since the time of the first of the checks in a row with this status
 */
public record LastCheck(
        CheckStatus status, String summary, @Nullable CheckRoute via, Instant at, Instant since) {}
