package dev.duoconfig.outbound;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** How the service reaches others. */
@ConfigMapping(prefix = "duo.outbound")
public interface OutboundSettings {

    /** PEM file with the certificates of own authorities, trusted in addition to those of the Java installation. */
    Optional<Path> caBundle();

    /**
     * HTTP proxy that every connection goes through, such as {@code http://proxy.example.com:3128}; {@code HTTP_PROXY} and its
     * like are not obeyed. Names are still looked up and checked here, and the proxy is told the address that was checked, not
     * the name: what it may connect to is as bounded as without it, if it connects where it is told. Plain HTTP servers behind
     * it therefore see their address in the Host header.
     */
    Optional<URI> proxy();
}
