/**
 * The default installation: what the service makes for itself, in one directory, when nothing is configured.
 *
 * <p>Here live the embedded PostgreSQL, the local tokens' files, the local master key and the settings that follow from
 * them, all decided before Quarkus starts. What a token says lives in {@code security}, what the master key seals in
 * {@code secret}, and how the database is used nowhere in this package.
 */
@NullMarked
package dev.duoconfig.embedded;

import org.jspecify.annotations.NullMarked;
