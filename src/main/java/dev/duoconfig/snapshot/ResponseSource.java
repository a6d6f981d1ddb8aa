package dev.duoconfig.snapshot;

import java.util.Map;

import dev.duoconfig.resolve.Resolutions;
import dev.duoconfig.resolve.Snapshot;

/** Makes answers ahead of the requests for them. */
public interface ResponseSource {

    /** The answers at a snapshot, by path. */
    Map<String, PreparedResponse> prepare(Snapshot snapshot, Resolutions resolutions);
}
