/**
 * Operation of the service: settings, start-up order, migrations, health, logging, and the end at exhausted memory. Contains no
 * path of the API contract.
 *
 * <p>Settings are the operator's data: what stands in a variable is the value. It is not expanded, split, or read as syntax unless
 * the setting's description says so, and a value that cannot be used ends the start with one line that does not quote it if it can
 * contain a secret. Users and passwords in URLs never reach the log, whichever library logs them.
 */
@NullMarked
package dev.duoconfig.ops;

import org.jspecify.annotations.NullMarked;
