/**
 * Operation of the service: start-up order, health, and logging. Contains no path of the API contract.
 */
@NullMarked
package dev.duoconfig.ops;

import org.jspecify.annotations.NullMarked;
