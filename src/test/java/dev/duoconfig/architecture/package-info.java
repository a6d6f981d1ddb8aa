/**
 * The rules for the code as a whole, checked on the compiled classes and the database schema. Tests of what a package does
 * live in the package of the same name.
 */
@NullMarked
package dev.duoconfig.architecture;

import org.jspecify.annotations.NullMarked;
