/**
 * Duo Config: decides which model serves which GitLab Duo feature on a self-managed GitLab, and says why.
 *
 * <p>The packages, from the bottom up; each depends only on those above it in this list:
 *
 * <ul>
 *   <li>{@code catalogue}: families, features and platforms of one GitLab version, as data.
 *   <li>{@code resolve}: the pure core: a snapshot in, a resolution with its reason out.
 *   <li>{@code http}: problems, paging, entity tags, request ids: what every answer shares.
 *   <li>{@code secret}: sealing of API keys; nothing else handles plaintext.
 *   <li>{@code outbound}: the only way out of the process, and the rules for it.
 *   <li>{@code gitlab}: asking a running GitLab, and why there is no answer.
 *   <li>{@code security}: roles, who is calling, local tokens.
 *   <li>{@code audit}: the record of every change.
 *   <li>{@code snapshot}: from the database to the resolver's snapshot; the one way to change the configuration.
 *   <li>{@code follow}: how others learn of a new revision.
 *   <li>{@code gateway}, {@code model}, {@code feature}, {@code subscription}: one noun, one path, one folder.
 *   <li>{@code check}: connection checks of gateways and models, and their reports.
 *   <li>{@code configuration}: all of it as one document: read, planned, applied, as it was, taken over from a GitLab.
 *   <li>{@code ops}: start-up checks and health.
 *   <li>{@code embedded}: the default installation: its own PostgreSQL, keys and tokens in a directory.
 * </ul>
 */
@NullMarked
package dev.duoconfig;

import org.jspecify.annotations.NullMarked;
