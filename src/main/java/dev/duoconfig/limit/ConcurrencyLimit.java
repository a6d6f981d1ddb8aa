package dev.duoconfig.limit;

import java.util.HashMap;
import java.util.Map;

/**
 * A number of places, of which one caller can hold only some, so that no caller can take the places of all others. Callers are
 * told apart by {@link Object#equals}.
 */
public final class ConcurrencyLimit {

    private final int perCaller;
    private final int total;

    /** The number of places that each caller holds; callers without a place have no entry. */
    private final Map<Object, Integer> held = new HashMap<>();

    private int taken;

    /**
     * Creates a limit with all its places free.
     *
     * @param perCaller the number of places that one caller can hold
     * @param total the number of places that all callers together can hold
     */
    public ConcurrencyLimit(int perCaller, int total) {
        this.perCaller = perCaller;
        this.total = total;
    }

    /** Takes a place, if one is free for this caller. Each place that was taken must be given back with {@link #leave}. */
    public synchronized boolean tryEnter(Object caller) {
        if (hasAll(caller) || taken >= total) {
            return false;
        }
        held.merge(caller, 1, Integer::sum);
        taken++;
        return true;
    }

    /** Whether the caller holds all the places that it can have. */
    public synchronized boolean hasAll(Object caller) {
        return held.getOrDefault(caller, 0) >= perCaller;
    }

    /** Takes a place, and waits until one is free for this caller. The number of threads that wait must be limited elsewhere. */
    public synchronized void enter(Object caller) throws InterruptedException {
        while (!tryEnter(caller)) {
            wait();
        }
    }

    /** Gives a place back. */
    public synchronized void leave(Object caller) {
        held.computeIfPresent(caller, (key, own) -> own == 1 ? null : own - 1);
        taken--;
        notifyAll();
    }
}
