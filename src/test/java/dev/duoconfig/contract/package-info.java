/**
 * The tests that hold the service to {@code openapi.yaml}: what it declares, what every response is judged by, and that
 * routes and records are those of the contract. Not here: what an operation does, which is tested beside the operation.
 */
@NullMarked
package dev.duoconfig.contract;

import org.jspecify.annotations.NullMarked;
