package dev.duoconfig.configuration;

import dev.duoconfig.http.body.MediaTypes;
import dev.duoconfig.http.body.RequestBody;
import dev.duoconfig.http.request.IfMatch;
import dev.duoconfig.http.request.IfNoneMatch;
import dev.duoconfig.http.request.MinRevision;
import dev.duoconfig.http.request.QueryParameters;
import dev.duoconfig.security.CurrentCaller;
import dev.duoconfig.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/configuration")
class ConfigurationResource {

    private final Configurations configurations;
    private final ConfigurationSchema schema;
    private final GitLabImports imports;
    private final CurrentCaller caller;

    ConfigurationResource(
            Configurations configurations, ConfigurationSchema schema, GitLabImports imports, CurrentCaller caller) {
        this.configurations = configurations;
        this.schema = schema;
        this.imports = imports;
        this.caller = caller;
    }

    @GET
    @RolesAllowed(Roles.ADMIN)
    @Produces({MediaType.APPLICATION_JSON, MediaTypes.YAML})
    public RestResponse<ConfigurationDocument> get(
            @RestQuery("at_revision") @Nullable String atRevision,
            @RestHeader("If-None-Match") @Nullable String ifNoneMatch) {
        var condition = IfNoneMatch.parse(ifNoneMatch);
        var found = atRevision == null
                ? configurations.get()
                : configurations.get(MinRevision.parse("at_revision", atRevision));
        return found.unless(condition);
    }

    @PUT
    @RolesAllowed(Roles.ADMIN)
    @Consumes({MediaType.APPLICATION_JSON, MediaTypes.YAML})
    @Produces({MediaType.APPLICATION_JSON, MediaTypes.YAML})
    public RestResponse<ConfigurationPlan> apply(
            @RestQuery("dry_run") @Nullable String dryRun,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @Nullable ConfigurationDocument document) {
        var dry = QueryParameters.flag("dry_run", dryRun);
        return configurations
                .apply(caller.get(), dry, IfMatch.parse(ifMatch), RequestBody.required(document))
                .ok();
    }

    @GET
    @Path("/schema")
    @RolesAllowed({Roles.ADMIN, Roles.VIEWER})
    @Produces(MediaTypes.SCHEMA)
    public String schema() {
        return schema.text();
    }

    @POST
    @Path("/imports/gitlab")
    @RolesAllowed(Roles.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public RestResponse<GitLabImport> importFromGitLab(
            @RestQuery("dry_run") @Nullable String dryRun,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @Nullable GitLabImportRequest request) {
        var dry = QueryParameters.flag("dry_run", dryRun);
        return imports.run(caller.get(), dry, IfMatch.parse(ifMatch), RequestBody.required(request))
                .ok();
    }
}
