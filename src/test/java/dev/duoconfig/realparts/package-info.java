/**
 * Parts of a real installation, such as Keycloak, for tests of the packaged application. These tests take minutes and need
 * programs that a build does not, so {@code mvn verify} leaves them out:
 *
 * <pre>mvn -Preal-parts,console -Dit.test=KeycloakSignInIT verify</pre>
 */
@NullMarked
package dev.duoconfig.realparts;

import org.jspecify.annotations.NullMarked;
