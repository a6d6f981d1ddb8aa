/**
 * Families, features, and platforms of one GitLab version, read from {@code catalogue/<version>.yaml} and validated at
 * start. The choices of administrators live elsewhere: nothing here changes while the service runs.
 */
@NullMarked
package dev.duoconfig.catalogue;

import org.jspecify.annotations.NullMarked;
