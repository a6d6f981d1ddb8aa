/**
 * The path {@code /catalogue}: what the GitLab version in use offers, as data for clients. It shows no choice of an
 * administrator; what is available at the moment is on the paths of features and models.
 */
@NullMarked
package dev.duoconfig.reference;

import org.jspecify.annotations.NullMarked;
