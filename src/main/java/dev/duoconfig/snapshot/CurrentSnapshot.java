package dev.duoconfig.snapshot;

import java.util.concurrent.atomic.AtomicReference;

import dev.duoconfig.resolve.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** The newest snapshot this instance knows. It only ever moves forward. */
@ApplicationScoped
public class CurrentSnapshot {

    private final AtomicReference<@Nullable Snapshot> newest = new AtomicReference<>();

    /**
     * The newest snapshot.
     *
     * @throws IllegalStateException before the first snapshot was loaded; nothing is served until then
     */
    public Snapshot get() {
        var snapshot = newest.get();
        if (snapshot == null) {
            throw new IllegalStateException("No snapshot has been loaded yet");
        }
        return snapshot;
    }

    /** Whether there is one. */
    public boolean isLoaded() {
        return newest.get() != null;
    }

    @Nullable
    Snapshot peek() {
        return newest.get();
    }

    void publish(Snapshot snapshot) {
        newest.accumulateAndGet(
                snapshot,
                (known, given) ->
                        known == null || (given != null && given.revision() > known.revision()) ? given : known);
    }
}
