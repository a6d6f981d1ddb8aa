package dev.duoconfig.snapshot;

import dev.duoconfig.http.edge.FilterOrder;
import dev.duoconfig.http.wire.StateHeaders;
import dev.duoconfig.store.Revisions;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Adds the headers with the revision and the snapshot age to responses that do not have them yet. */
@ApplicationScoped
public class RevisionHeader implements StateHeaders {

    private final CurrentSnapshot current;

    RevisionHeader(CurrentSnapshot current) {
        this.current = current;
    }

    void register(@Observes Filters filters) {
        FilterOrder.REVISION.register(filters, this::add);
    }

    private void add(RoutingContext context) {
        context.addHeadersEndHandler(ignored -> addTo(context.response().headers()));
        context.next();
    }

    @Override
    public void addTo(MultiMap headers) {
        var snapshot = current.peek();
        if (snapshot != null && !headers.contains(Revisions.HEADER)) {
            headers.set(Revisions.HEADER, Long.toString(snapshot.revision()));
        }
        if (snapshot != null && !headers.contains(SnapshotAge.NAME)) {
            headers.set(SnapshotAge.NAME, Long.toString(current.age().toSeconds()));
        }
    }
}
