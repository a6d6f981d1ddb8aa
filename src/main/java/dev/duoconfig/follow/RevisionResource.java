package dev.duoconfig.follow;

import java.time.Duration;

import dev.duoconfig.http.request.IfNoneMatch;
import dev.duoconfig.http.request.MinRevision;
import dev.duoconfig.http.request.Preferences;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.security.Roles;
import dev.duoconfig.store.ReadResult;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/revision")
@Produces(MediaType.APPLICATION_JSON)
class RevisionResource {

    private final RevisionWaits waits;
    private final CurrentFollower follower;

    RevisionResource(RevisionWaits waits, CurrentFollower follower) {
        this.waits = waits;
        this.follower = follower;
    }

    @GET
    @NonBlocking
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER, Roles.VIEWER, Roles.RESOLVER})
    public Uni<RestResponse<Revision>> get(
            @RestQuery(MinRevision.NAME) @Nullable String minRevision,
            @RestHeader("If-None-Match") @Nullable String ifNoneMatch,
            @RestHeader(Preferences.NAME) @Nullable String prefer) {
        var condition = IfNoneMatch.parse(ifNoneMatch);
        var wait = Preferences.parse(prefer).waitTime();
        var sender = follower.get();
        return waits.atLeast(MinRevision.parse(minRevision))
                .flatMap(current -> newer(current, condition, wait, sender))
                .map(snapshot -> ReadResult.okWithETagOrNotModified(
                        condition, snapshot.revision(), () -> Revision.of(snapshot)));
    }

    private Uni<Snapshot> newer(Snapshot current, IfNoneMatch condition, Duration wait, Follower sender) {
        return wait.isZero() || !condition.has(current.revision())
                ? Uni.createFrom().item(current)
                : waits.until(current.revision() + 1, wait, sender);
    }
}
