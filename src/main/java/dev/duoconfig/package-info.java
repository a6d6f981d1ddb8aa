/**
 * Duo Config: decides which model serves which GitLab Duo feature on a self-managed GitLab, and explains why.
 *
 * <p>The packages, in the order in which they build on one another. Each may use those above it in this list; CONTRIBUTING.md
 * says which of them use fewer, and ArchitectureTest checks it.
 *
 * <ul>
 *   <li>{@code text}: how text from outside is read.
 *   <li>{@code catalogue}: families, features, and platforms of one GitLab version, as data.
 *   <li>{@code resolve}: the pure core, from a snapshot to a resolution with its reason.
 *   <li>{@code trace}: whether there are traces, and which ones are kept.
 *   <li>{@code http}: what requests and responses of all paths share: problems, parameters, bodies, and the edge.
 *   <li>{@code outbound}: the only way out of the process, and the rules for addresses.
 *   <li>{@code gitlab}: calls of a running GitLab's API.
 *   <li>{@code secret}: sealing of secrets under the master key.
 *   <li>{@code security}: roles, callers, tokens, and rate limits.
 *   <li>{@code audit}: the record of every change.
 *   <li>{@code store}: how the configuration is read, and the one way to change it.
 *   <li>{@code apikey}: stored API keys, and their rotation to another master key.
 *   <li>{@code snapshot}: what this instance serves, how it follows other instances, and its last-known-good file.
 *   <li>{@code diagnosis}: findings about the whole configuration.
 *   <li>{@code follow}: how callers learn of a new revision.
 *   <li>{@code gateway}, {@code model}, {@code feature}, {@code subscription}: one noun, one path, one folder.
 *   <li>{@code check}: connection checks of gateways and models.
 *   <li>{@code instance}: running GitLabs that follow this configuration.
 *   <li>{@code configuration}: the whole configuration as one document.
 *   <li>{@code console}: the pages, and how their users get a token.
 *   <li>{@code ops}: the start, health, and logging.
 *   <li>{@code embedded}: the default installation: its own PostgreSQL, keys, and tokens in a directory.
 * </ul>
 */
@NullMarked
package dev.duoconfig;

import org.jspecify.annotations.NullMarked;
