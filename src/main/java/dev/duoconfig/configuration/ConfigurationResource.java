package dev.duoconfig.configuration;

import dev.duoconfig.http.body.MediaTypes;
import dev.duoconfig.http.body.RequestBody;
import dev.duoconfig.http.request.MinRevision;
import dev.duoconfig.http.request.ReadParameters;
import dev.duoconfig.http.request.WriteParameters;
import dev.duoconfig.security.CallerRateLimits;
import dev.duoconfig.security.CurrentCaller;
import dev.duoconfig.security.PlannerNeedsDryRun;
import dev.duoconfig.security.Roles;
import dev.duoconfig.store.WriteOptions;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/configuration")
class ConfigurationResource {

    private final Configurations configurations;
    private final ConfigurationSchema schema;
    private final GitLabImports imports;
    private final CurrentCaller caller;
    private final CallerRateLimits rateLimits;

    ConfigurationResource(
            Configurations configurations,
            ConfigurationSchema schema,
            GitLabImports imports,
            CurrentCaller caller,
            CallerRateLimits rateLimits) {
        this.configurations = configurations;
        this.schema = schema;
        this.imports = imports;
        this.caller = caller;
        this.rateLimits = rateLimits;
    }

    @GET
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER, Roles.VIEWER})
    @Produces({MediaType.APPLICATION_JSON, MediaTypes.YAML})
    public RestResponse<ConfigurationDocument> get(
            @RestQuery("at_revision") @Nullable String atRevision, @BeanParam ReadParameters parameters) {
        var condition = parameters.condition();
        var found = atRevision == null
                ? configurations.get()
                : configurations.get(MinRevision.parse("at_revision", atRevision));
        return found.okWithETagOrNotModified(condition);
    }

    @PUT
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER})
    @PlannerNeedsDryRun
    @Consumes({
        MediaType.APPLICATION_JSON,
        MediaTypes.YAML,
        MediaTypes.TEXT_YAML,
        MediaTypes.X_YAML,
        MediaTypes.TEXT_X_YAML
    })
    @Produces({MediaType.APPLICATION_JSON, MediaTypes.YAML})
    public RestResponse<ConfigurationPlan> apply(
            @RestQuery("restored_from") @Nullable String restoredFrom,
            @BeanParam WriteParameters parameters,
            @Nullable ConfigurationDocument document) {
        var options = WriteOptions.of(caller.get(), parameters);
        var wanted = RequestBody.required(document);
        var applied = restoredFrom == null
                ? configurations.apply(options, wanted)
                : configurations.restore(options, wanted, MinRevision.parse("restored_from", restoredFrom));
        return applied.okWithETag();
    }

    @GET
    @Path("/schema")
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER, Roles.VIEWER})
    @Produces(MediaTypes.SCHEMA)
    public String schema() {
        return schema.text();
    }

    @POST
    @Path("/imports/gitlab")
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER})
    @PlannerNeedsDryRun
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public RestResponse<GitLabImport> importFromGitLab(
            @BeanParam WriteParameters parameters, @Nullable GitLabImportRequest request) {
        return rateLimits
                .run(
                        CallerRateLimits.Kind.IMPORT,
                        () -> imports.run(WriteOptions.of(caller.get(), parameters), RequestBody.required(request)))
                .okWithETag();
    }
}
