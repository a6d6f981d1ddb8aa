/**
 * Connection checks of model servers and AI gateways, step by step, and the reports that say what is wrong and what to do.
 * Requests are sent by {@code outbound}, and {@code lastcheck} stores the newest result. The stored gateway and models can be checked
 * in the background.
 *
 * <p>A check says what is true:
 *
 * <ul>
 *   <li>It asks what the AI gateway would really ask: the same URLs, the same form of the platform. It sends no headers that only
 *       the gateway has, and says so where they may be missing.
 *   <li>Direct evidence overrules indirect evidence. Once a completion was asked for, it decides, whatever the list of models says;
 *       the list only helps to explain a failure.
 *   <li>A success status is not a success until its content is one.
 *   <li>Nothing is claimed that was not seen. The model "is there" only if a list has it, a key is wrong only if the server does not
 *       speak of a scope, and an error is the gateway's only if it has the form of the gateway's errors. What the server says itself
 *       is shown beside our own words, redacted, and never mixed with them.
 *   <li>Advice can be followed on the platform at hand. A suggested value was tried, or is the only form that the platform has, and
 *       the suggestion says which.
 * </ul>
 */
@NullMarked
package dev.duoconfig.check;

import org.jspecify.annotations.NullMarked;
