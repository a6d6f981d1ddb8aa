/**
 * Helpers that the tests of several packages use to run and call the service.
 *
 * <p>Fakes and builders for the classes of one package live with the tests of that package.
 */
@NullMarked
package dev.duoconfig.testkit;

import org.jspecify.annotations.NullMarked;
