/** The two suites that the tests are split into. They run at the same time, each in its own JVM. */
@NullMarked
package dev.duoconfig.suites;

import org.jspecify.annotations.NullMarked;
