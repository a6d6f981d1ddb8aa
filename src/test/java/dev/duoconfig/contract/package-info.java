/**
 * Tests that hold the service to {@code openapi.yaml}: the contract itself, the validation of every response against it, and
 * the comparison of routes and records with it. Tests of what an operation does live with the operation.
 */
@NullMarked
package dev.duoconfig.contract;

import org.jspecify.annotations.NullMarked;
