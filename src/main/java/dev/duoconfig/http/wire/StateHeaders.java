package dev.duoconfig.http.wire;

import io.vertx.core.MultiMap;

/** The headers that describe the configuration that an instance serves. The package that serves it implements this. */
public interface StateHeaders {

    /** Adds the headers that are missing, as far as there is a configuration. */
    void addTo(MultiMap headers);
}
