/** The parts that the tests run in, two at a time, each in a JVM of its own. */
@NullMarked
package dev.duoconfig.suites;

import org.jspecify.annotations.NullMarked;
