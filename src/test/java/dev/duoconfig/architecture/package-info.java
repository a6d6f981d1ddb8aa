/**
 * The rules that hold for the code as a whole, checked on the compiled classes. What a package does is tested in the
 * package of the same name.
 */
@NullMarked
package dev.duoconfig.architecture;

import org.jspecify.annotations.NullMarked;
