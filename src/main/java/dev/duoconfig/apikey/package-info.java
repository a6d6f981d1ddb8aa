/**
 * The path {@code /secrets}: the stored API keys, each bound to the server that it was entered for, decrypted for the only
 * response that may contain them, and their rotation from one master key to the next. Package {@code secret} seals secrets.
 */
@NullMarked
package dev.duoconfig.apikey;

import org.jspecify.annotations.NullMarked;
