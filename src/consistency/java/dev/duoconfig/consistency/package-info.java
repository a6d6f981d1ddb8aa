/**
 * The consistency checker. Several instances share one database and serve concurrent clients while faults are injected. The
 * recorded history is checked afterwards against the audit trail, so the checks themselves can be tested with made-up
 * histories.
 *
 * <p>Tests of the responses of one instance live in the packages of the routes.
 */
@NullMarked
package dev.duoconfig.consistency;

import org.jspecify.annotations.NullMarked;
