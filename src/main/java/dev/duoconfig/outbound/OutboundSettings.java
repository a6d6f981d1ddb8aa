package dev.duoconfig.outbound;

import java.nio.file.Path;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** Connections to other servers. */
@ConfigMapping(prefix = "duo.outbound")
public interface OutboundSettings {

    /** PEM file with certificates of private authorities, which are trusted in addition to those of the Java installation, for all connections except those to the database. */
    Optional<Path> caBundle();

    /**
     * HTTP proxy for all connections except those to the database, such as {@code http://proxy.example.com:3128} or
     * {@code http://user:password@proxy.example.com:3128}, with special characters percent-encoded; {@code HTTP_PROXY} and similar
     * variables are ignored. The service still looks names up, checks the addresses, and gives the proxy the checked address instead of the
     * name. If the proxy connects to that address, the same outbound rules apply as without a proxy. Plain HTTP servers behind
     * the proxy therefore receive their address in the Host header.
     */
    Optional<String> proxy();

    /** A file with the URL of the proxy. Not together with the URL itself. */
    Optional<Path> proxyFile();
}
