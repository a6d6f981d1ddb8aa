package dev.duoconfig.instance;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.http.request.QueryParameters;
import dev.duoconfig.http.request.WriteCondition;
import dev.duoconfig.security.CallerRateLimits;
import dev.duoconfig.security.PlannerNeedsDryRun;
import dev.duoconfig.security.Roles;
import dev.duoconfig.store.WriteResult;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** Comparisons with GitLab instances, and applies. */
@Path("/gitlab-instances")
@Produces(MediaType.APPLICATION_JSON)
class InstancePlansResource {

    private final Synchronization synchronization;
    private final CallerRateLimits rateLimits;

    InstancePlansResource(Synchronization synchronization, CallerRateLimits rateLimits) {
        this.synchronization = synchronization;
        this.rateLimits = rateLimits;
    }

    @GET
    @Path("/{id}/plan")
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER, Roles.VIEWER})
    public RestResponse<GitLabPlan> newest(@RestPath String id) {
        return response(synchronization.newestPlan(Instances.id(id))).build();
    }

    @POST
    @Path("/{id}/plan")
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER})
    public RestResponse<GitLabPlan> plan(
            @RestPath String id,
            @RestQuery("send_keys") @Nullable String sendKeys,
            @RestHeader("Content-Length") @Nullable String length) {
        requireNoBody(length);
        return rateLimits.run(CallerRateLimits.Kind.GITLAB, () -> response(
                        synchronization.plan(Instances.id(id), QueryParameters.flag("send_keys", sendKeys)))
                .build());
    }

    @POST
    @Path("/{id}/apply")
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER})
    @PlannerNeedsDryRun
    public RestResponse<GitLabPlan> apply(
            @RestPath String id,
            @RestQuery("send_keys") @Nullable String sendKeys,
            @RestQuery("dry_run") @Nullable String dryRun,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @RestHeader("Content-Length") @Nullable String length) {
        requireNoBody(length);
        return rateLimits.run(CallerRateLimits.Kind.GITLAB, () -> {
            var options = new ApplyOptions(
                    QueryParameters.flag("dry_run", dryRun),
                    QueryParameters.flag("send_keys", sendKeys),
                    WriteCondition.parse(ifMatch, null));
            var applied = synchronization.apply(Instances.id(id), options);
            return WriteResult.addNoEffectiveChanges(response(applied), options.dryRun())
                    .build();
        });
    }

    @DELETE
    @Path("/{id}/apply")
    @RolesAllowed(Roles.ADMIN)
    public RestResponse<Void> stop(@RestPath String id) {
        synchronization.stop(Instances.id(id));
        return RestResponse.accepted();
    }

    /** An option in a body would be ignored, so that a dry run would be none. */
    private static void requireNoBody(@Nullable String length) {
        if (length != null && !length.equals("0")) {
            throw new ApiException(
                    ProblemType.BAD_REQUEST,
                    "The request must have no body. Options such as dry_run and send_keys are query parameters.");
        }
    }

    private static ResponseBuilder<GitLabPlan> response(StoredPlan plan) {
        return ResponseBuilder.ok(plan.plan()).header(HttpHeaders.ETAG, plan.tag());
    }
}
