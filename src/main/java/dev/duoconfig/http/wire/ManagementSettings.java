package dev.duoconfig.http.wire;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** The port for health and metrics. */
@ConfigMapping(prefix = "duo")
interface ManagementSettings {

    /**
     * A port of its own for {@code /q/health} and {@code /q/metrics}, which are then gone from the other port. It listens on the same
     * addresses, always without TLS. If not set, there is no second port.
     */
    Optional<Integer> managementPort();
}
