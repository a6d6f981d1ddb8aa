/** The documents that are generated from the code, and the tests that keep them current. */
@NullMarked
package dev.duoconfig.documents;

import org.jspecify.annotations.NullMarked;
