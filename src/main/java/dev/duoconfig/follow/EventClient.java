package dev.duoconfig.follow;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.ws.rs.sse.OutboundSseEvent;
import org.jboss.resteasy.reactive.server.jaxrs.OutboundSseEventImpl;
import org.jspecify.annotations.Nullable;

/**
 * One client of {@code GET /events}. It is woken, and what it is then sent is found out when it takes it: however slow it is,
 * there is at most one wake-up to take, and it is told of the newest revision only.
 */
final class EventClient {

    private static final int MAX_MISSED = 2;

    private final LongSupplier revision;
    private final Runnable drop;
    private final AtomicBoolean woken = new AtomicBoolean();
    private @Nullable MultiEmitter<? super Boolean> emitter;
    private volatile int missed;

    /** Read and written by one thread after the other, as it is asked for the next event. */
    private long sent = -1;

    EventClient(LongSupplier revision, Runnable drop) {
        this.revision = revision;
        this.drop = drop;
    }

    synchronized void begin(MultiEmitter<? super Boolean> events) {
        emitter = events;
        wake();
    }

    synchronized void wake() {
        if (emitter != null && woken.compareAndSet(false, true)) {
            emitter.emit(true);
        }
    }

    /** Wakes it; false if it took none of the last ones and was dropped. */
    synchronized boolean beat() {
        if (!woken.get()) {
            wake();
            return true;
        }
        missed++;
        // Once: what was written to it keeps the connection open until the operating system gives up.
        if (missed != MAX_MISSED) {
            return true;
        }
        end();
        drop.run();
        return false;
    }

    /** One that has not begun is ended by whoever begins it. */
    synchronized void end() {
        if (emitter != null) {
            emitter.complete();
        }
    }

    /** What it is sent now: the revision if it does not know it, or else a comment that keeps the connection alive. */
    OutboundSseEvent next() {
        woken.set(false);
        missed = 0;
        var current = revision.getAsLong();
        if (current == sent) {
            return new OutboundSseEventImpl.BuilderImpl().comment("").build();
        }
        sent = current;
        // The blank after the colon is no part of the value, and left out by the framework; simple readers expect it.
        return new OutboundSseEventImpl.BuilderImpl()
                .id(" " + current)
                .name(" message")
                .data(" {\"type\": \"configuration_changed\", \"revision\": %d}".formatted(current))
                .build();
    }
}
