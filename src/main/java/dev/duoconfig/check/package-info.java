/**
 * Connection checks of model servers and AI gateways, step by step, and the reports that say what is wrong and what to do.
 * Requests are sent by {@code outbound}, and nothing is stored here.
 */
@NullMarked
package dev.duoconfig.check;

import org.jspecify.annotations.NullMarked;
