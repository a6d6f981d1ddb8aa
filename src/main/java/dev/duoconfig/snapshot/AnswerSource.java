package dev.duoconfig.snapshot;

import java.util.Map;

import dev.duoconfig.resolve.Resolutions;
import dev.duoconfig.resolve.Snapshot;

/** Makes answers ahead of the requests for them. */
public interface AnswerSource {

    /** The answers at a snapshot, by path. */
    Map<String, PreparedAnswer> prepare(Snapshot snapshot, Resolutions resolutions);
}
