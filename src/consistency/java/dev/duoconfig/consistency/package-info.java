/**
 * Several instances on one database, used by many at once while things break, and what they answered held against what was
 * written. What is recorded is judged afterwards, so that the judges can be tested on histories that never happened.
 *
 * <p>What one instance answers is tested in the packages of its routes.
 */
@NullMarked
package dev.duoconfig.consistency;

import org.jspecify.annotations.NullMarked;
