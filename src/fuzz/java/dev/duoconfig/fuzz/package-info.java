/**
 * The service under requests that nobody thought of: they are made from {@code openapi.yaml}, good ones and bad ones, sent
 * over real connections, and every answer is held against it. Not here: what an operation does, which is tested beside the
 * operation.
 */
@NullMarked
package dev.duoconfig.fuzz;

import org.jspecify.annotations.NullMarked;
