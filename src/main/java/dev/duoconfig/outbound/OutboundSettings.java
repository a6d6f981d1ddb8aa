package dev.duoconfig.outbound;

import java.nio.file.Path;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** How the service reaches others. */
@ConfigMapping(prefix = "duo.outbound")
public interface OutboundSettings {

    /** PEM file with the certificates of own authorities, trusted in addition to those of the Java installation. */
    Optional<Path> caBundle();
}
