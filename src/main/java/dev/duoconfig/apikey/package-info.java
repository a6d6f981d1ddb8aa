/**
 * The path {@code /secrets}: the stored API keys, opened for the one response that may contain them, and their rotation
 * from one master key to the next. How a secret is sealed is in {@code secret}.
 */
@NullMarked
package dev.duoconfig.apikey;

import org.jspecify.annotations.NullMarked;
