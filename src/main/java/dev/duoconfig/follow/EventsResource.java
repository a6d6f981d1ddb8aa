package dev.duoconfig.follow;

import dev.duoconfig.security.Roles;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import org.jboss.resteasy.reactive.ResponseHeader;

@Path("/events")
class EventsResource {

    private final EventClients clients;
    private final CurrentFollower follower;

    EventsResource(EventClients clients, CurrentFollower follower) {
        this.clients = clients;
        this.follower = follower;
    }

    @GET
    @NonBlocking
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER, Roles.VIEWER, Roles.RESOLVER})
    @Produces(MediaType.SERVER_SENT_EVENTS)
    // The headers keep proxies from storing, compressing, and buffering the events.
    @ResponseHeader(name = HttpHeaders.CACHE_CONTROL, value = "no-store, no-transform")
    @ResponseHeader(name = "X-Accel-Buffering", value = "no")
    public Multi<OutboundSseEvent> follow(RoutingContext context) {
        // A HEAD request runs the method of GET. See docs/framework.md.
        return context.request().method().equals(HttpMethod.HEAD)
                ? Multi.createFrom().empty()
                : clients.join(follower.get(), () -> context.response().reset());
    }
}
