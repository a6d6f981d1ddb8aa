/** The documents that are made from the code, and the tests that they are current. */
@NullMarked
package dev.duoconfig.documents;

import org.jspecify.annotations.NullMarked;
