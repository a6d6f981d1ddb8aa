/**
 * The suites that the tests are split into. They run at the same time, each in its own JVM. The initial of its package decides
 * the suite of a test, so that a new package is in one of them.
 */
@NullMarked
package dev.duoconfig.suites;

import org.jspecify.annotations.NullMarked;
