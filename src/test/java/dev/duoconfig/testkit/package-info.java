/**
 * What the tests of several packages need to run the service.
 *
 * <p>Fakes and builders of one package's nouns live with that package's tests.
 */
@NullMarked
package dev.duoconfig.testkit;

import org.jspecify.annotations.NullMarked;
