package dev.duoconfig.security;

import java.util.List;

import dev.duoconfig.http.problem.CommonProblems;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/** Refuses writes of planners that are not dry runs, ahead of what else could be wrong with them. */
@Provider
@PlannerNeedsDryRun
@Priority(Priorities.AUTHORIZATION)
class PlannerFilter implements ContainerRequestFilter {

    private static final String DRY_RUN = "dry_run";
    private static final List<String> YES = List.of("true");

    private final SecurityIdentity identity;

    PlannerFilter(SecurityIdentity identity) {
        this.identity = identity;
    }

    @Override
    public void filter(ContainerRequestContext context) {
        var isDryRun = YES.equals(context.getUriInfo().getQueryParameters().get(DRY_RUN));
        if (!isDryRun && !identity.hasRole(Roles.ADMIN)) {
            throw CommonProblems.dryRunRequired();
        }
    }
}
