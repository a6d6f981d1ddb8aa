package dev.duoconfig.consistency;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Records everything that happens during a run. */
final class Recorder {

    private final Queue<Exchange> exchanges = new ConcurrentLinkedQueue<>();
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
    private final Queue<Uptime> uptimes = new ConcurrentLinkedQueue<>();
    private final AtomicLong acknowledgedRevision = new AtomicLong();

    void add(Exchange exchange) {
        exchanges.add(exchange);
        if (exchange.acknowledged()) {
            acknowledgedRevision.accumulateAndGet(exchange.revision(), Math::max);
        }
    }

    void add(Fault fault) {
        faults.add(fault);
    }

    void add(Uptime uptime) {
        uptimes.add(uptime);
    }

    /** The highest revision of an acknowledged write. */
    long acknowledgedRevision() {
        return acknowledgedRevision.get();
    }

    History history(long seed) {
        return new History(seed, new ArrayList<>(exchanges), List.copyOf(faults), List.copyOf(uptimes));
    }
}
