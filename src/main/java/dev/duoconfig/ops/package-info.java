/**
 * Operation of the service: start-up order, health, logging, and the end at exhausted memory. Contains no path of the API
 * contract.
 */
@NullMarked
package dev.duoconfig.ops;

import org.jspecify.annotations.NullMarked;
