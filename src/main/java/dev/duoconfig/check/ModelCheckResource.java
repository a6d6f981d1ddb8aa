package dev.duoconfig.check;

import dev.duoconfig.http.body.RequestBody;
import dev.duoconfig.model.ModelDraft;
import dev.duoconfig.security.CallerRateLimits;
import dev.duoconfig.security.CurrentCaller;
import dev.duoconfig.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/models")
@Produces(MediaType.APPLICATION_JSON)
class ModelCheckResource {

    private final Checks checks;
    private final CurrentCaller caller;
    private final CallerRateLimits rateLimits;

    ModelCheckResource(Checks checks, CurrentCaller caller, CallerRateLimits rateLimits) {
        this.checks = checks;
        this.caller = caller;
        this.rateLimits = rateLimits;
    }

    @POST
    @Path("/check")
    @RolesAllowed(Roles.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    public RestResponse<CheckReport> checkDraft(
            @RestQuery("via") @Nullable String via,
            @RestQuery("completion") @Nullable String completion,
            @RestQuery("tools") @Nullable String tools,
            @Nullable ModelDraft draft) {
        var options = CheckOptions.parse(via, completion, tools);
        return rateLimits
                .run(
                        CallerRateLimits.Kind.CHECK,
                        () -> checks.draft(caller.key(), RequestBody.required(draft), options))
                .okWithRevision();
    }

    @POST
    @Path("/{id}/check")
    @RolesAllowed(Roles.ADMIN)
    public RestResponse<CheckReport> check(
            @RestPath String id,
            @RestQuery("via") @Nullable String via,
            @RestQuery("completion") @Nullable String completion,
            @RestQuery("tools") @Nullable String tools) {
        var options = CheckOptions.parse(via, completion, tools);
        return rateLimits
                .run(CallerRateLimits.Kind.CHECK, () -> checks.model(caller.key(), id, options))
                .okWithRevision();
    }
}
