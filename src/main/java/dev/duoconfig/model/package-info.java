/**
 * The path {@code /models}: the registered deployments, and the model families that they can belong to. The models of
 * features are in {@code feature}.
 */
@NullMarked
package dev.duoconfig.model;

import org.jspecify.annotations.NullMarked;
