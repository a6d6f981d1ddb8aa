/**
 * Tests of the packaged application with the parts of a real installation, such as Keycloak, a standby database, or a reverse
 * proxy. They take minutes and need programs that a build does not, so {@code mvn verify} leaves them out:
 *
 * <pre>mvn -Preal-parts -Dit.test=FailoverIT verify</pre>
 */
@NullMarked
package dev.duoconfig.realparts;

import org.jspecify.annotations.NullMarked;
