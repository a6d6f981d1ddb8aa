/**
 * The default installation: everything that the service creates for itself in one directory when nothing is configured.
 *
 * <p>The embedded PostgreSQL, the files of the local tokens, the local master key, and the resulting settings live
 * here, all decided before Quarkus starts, as well as the temporary directory of the process, which every installation
 * has. The content of tokens lives in {@code security}, the use of the master key in {@code secret}, and the use of the
 * database elsewhere.
 */
@NullMarked
package dev.duoconfig.embedded;

import org.jspecify.annotations.NullMarked;
