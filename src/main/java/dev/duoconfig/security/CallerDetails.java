package dev.duoconfig.security;

import java.time.Instant;
import java.util.List;

/**
 * The caller of a request, as the API shows it.
 *
 * @param name the name that the audit records
 * @param roles the roles that the token carries, the most powerful one first
 * @param expiresAt the moment from which the token is no longer valid
 */
record CallerDetails(String name, List<String> roles, Instant expiresAt) {}
