package dev.duoconfig.snapshot;

import java.util.Map;

import dev.duoconfig.resolve.Resolutions;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/** Prepares responses ahead of the requests for them, or makes them at the requests. */
public interface ResponseSource {

    /** The responses for a snapshot, by path. */
    Map<String, PreparedResponse> prepare(Snapshot snapshot, Resolutions resolutions);

    /** The responses for a snapshot that are made at the requests for them; null if there are none. */
    default @Nullable ResponseLookup lookup(Snapshot snapshot) {
        return null;
    }
}
