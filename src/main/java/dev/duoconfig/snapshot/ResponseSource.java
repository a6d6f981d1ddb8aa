package dev.duoconfig.snapshot;

import java.util.Map;

import dev.duoconfig.resolve.Resolutions;
import dev.duoconfig.resolve.Snapshot;

/** Prepares responses ahead of the requests for them. */
public interface ResponseSource {

    /** The responses for a snapshot, by path. */
    Map<String, PreparedResponse> prepare(Snapshot snapshot, Resolutions resolutions);
}
