package dev.duoconfig.http.wire;

import java.lang.reflect.Field;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.quarkus.micrometer.runtime.binder.vertx.VertxHttpServerMetrics;
import io.vertx.core.http.impl.Http1xServerConnection;

/** Measures the early responses of a connection as the framework measures all others. See docs/framework.md. */
final class ConnectionMetrics {

    private static final Field IN_PROGRESS = inProgress();

    private final Http1xServerConnection connection;
    private final LongAdder inProgress;
    private long begin;

    ConnectionMetrics(Http1xServerConnection connection, VertxHttpServerMetrics metrics) {
        this.connection = connection;
        this.inProgress = inProgress(metrics);
    }

    /** Begins a request. */
    void begin() {
        inProgress.increment();
        begin = System.nanoTime();
    }

    /** Ends a request that the framework measures. */
    void end() {
        inProgress.decrement();
    }

    /** Ends a request that got an early response. */
    void end(EarlyResponses.EarlyResponse response) {
        connection.reportBytesWritten(response.bodySize());
        connection.flushBytesWritten();
        response.timer().record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
        end();
    }

    private static LongAdder inProgress(VertxHttpServerMetrics metrics) {
        try {
            return (LongAdder) IN_PROGRESS.get(metrics);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Field inProgress() {
        try {
            var field = VertxHttpServerMetrics.class.getDeclaredField("activeRequests");
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }
}
