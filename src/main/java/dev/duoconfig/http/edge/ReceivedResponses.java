package dev.duoconfig.http.edge;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Holds a request back until the client has received the responses before it on the same connection. */
@ApplicationScoped
class ReceivedResponses {

    void register(@Observes Filters filters) {
        FilterOrder.RECEIVED_RESPONSES.register(filters, ReceivedResponses::await);
    }

    private static void await(RoutingContext context) {
        var response = context.response();
        if (response.writeQueueFull()) {
            response.drainHandler(drained -> {
                response.drainHandler(null);
                context.next();
            });
        } else {
            context.next();
        }
    }
}
