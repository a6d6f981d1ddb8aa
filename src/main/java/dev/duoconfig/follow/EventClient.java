package dev.duoconfig.follow;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.ws.rs.sse.OutboundSseEvent;
import org.jboss.resteasy.reactive.server.jaxrs.OutboundSseEventImpl;
import org.jspecify.annotations.Nullable;

/**
 * One client of {@code GET /events}. Its next event is determined when it reads after a wake-up. However slow it is, at
 * most one wake-up is pending, and only the newest revision is sent.
 */
final class EventClient {

    private static final int MAX_MISSED = 2;

    private final LongSupplier revision;
    private final Runnable drop;
    private final AtomicBoolean woken = new AtomicBoolean();
    private @Nullable MultiEmitter<? super Boolean> emitter;
    private volatile int missed;

    /** Read and written by one thread at a time, when the client requests its next event. */
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

    /** Wakes the client; returns false if it was dropped, because it read none of the last events or has not begun. */
    synchronized boolean beat() {
        if (emitter != null && !woken.get()) {
            wake();
            return true;
        }
        missed++;
        // Once: unsent data keeps the connection open until the operating system gives up.
        if (missed != MAX_MISSED) {
            return true;
        }
        end();
        drop.run();
        return false;
    }

    /** Ends the stream. If it has not begun, the caller of {@link #begin} must end it. */
    synchronized void end() {
        if (emitter != null) {
            emitter.complete();
        }
    }

    /** Ends the stream when the token expires. A client that has yet to read its last event is dropped instead. */
    synchronized void expire() {
        end();
        if (woken.get()) {
            drop.run();
        }
    }

    /** The next event: the revision if the client does not know it, otherwise a comment that keeps the connection alive. */
    OutboundSseEvent next() {
        woken.set(false);
        missed = 0;
        var current = revision.getAsLong();
        if (current == sent) {
            return new OutboundSseEventImpl.BuilderImpl().comment("").build();
        }
        sent = current;
        // The space after the colon is not part of the value. The framework omits it, but simple readers expect it. See
        // docs/framework.md.
        return new OutboundSseEventImpl.BuilderImpl()
                .id(" " + current)
                .name(" message")
                .data(" {\"type\": \"configuration_changed\", \"revision\": %d}".formatted(current))
                .build();
    }
}
