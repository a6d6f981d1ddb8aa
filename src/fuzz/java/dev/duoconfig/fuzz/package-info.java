/**
 * The contract fuzzer. It generates valid and invalid requests from {@code openapi.yaml}, sends them to the service over real
 * connections, and validates every response against the contract. Tests of what an operation does live with the operation.
 */
@NullMarked
package dev.duoconfig.fuzz;

import org.jspecify.annotations.NullMarked;
