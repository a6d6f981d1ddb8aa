/**
 * The path {@code /models}: the registered deployments and the families they may belong to. Which feature uses which
 * model is in {@code feature}.
 */
@NullMarked
package dev.duoconfig.model;

import org.jspecify.annotations.NullMarked;
