/**
 * Connection checks: what is asked of model servers and AI gateways step by step, and the reports that say what is wrong
 * and what to do. How a request leaves the process is in {@code outbound}; nothing is stored here.
 */
@NullMarked
package dev.duoconfig.check;

import org.jspecify.annotations.NullMarked;
