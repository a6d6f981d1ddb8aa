package dev.duoconfig.follow;

import io.micrometer.core.instrument.MeterRegistry;

/** The gauges of clients that follow revisions. */
record FollowGauges(MeterRegistry meters) {

    /** The clients of {@code GET /events}. */
    double eventClients() {
        return meters.get("duo.events.clients").gauge().value();
    }

    /** The requests that wait for a revision. */
    double waits() {
        return meters.get("duo.revision.waits").gauge().value();
    }
}
