package dev.duoconfig.model;

import java.util.List;

import dev.duoconfig.http.body.MediaTypes;
import dev.duoconfig.http.body.RequestBody;
import dev.duoconfig.http.request.IfMatch;
import dev.duoconfig.http.request.IfNoneMatch;
import dev.duoconfig.http.request.Paging;
import dev.duoconfig.http.request.QueryParameters;
import dev.duoconfig.security.CurrentCaller;
import dev.duoconfig.security.Roles;
import dev.duoconfig.store.Revisions;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

@Path("/models")
@Produces(MediaType.APPLICATION_JSON)
class ModelsResource {

    /** Any but those that have paths of their own, with other methods. */
    private static final String ID = "/{id:(?!(?:check|families)/?$)[^/]+}";

    private final Models models;
    private final CurrentCaller caller;

    ModelsResource(Models models, CurrentCaller caller) {
        this.models = models;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({Roles.ADMIN, Roles.VIEWER})
    public RestResponse<List<Model>> list(@BeanParam ModelQuery query) {
        var found = models.list(query);
        var answer = ResponseBuilder.ok(found.body().models()).header(Revisions.HEADER, found.revision());
        query.paging().describe(answer, query.uri, found.body().total());
        return answer.build();
    }

    @GET
    @Path("/families")
    @RolesAllowed({Roles.ADMIN, Roles.VIEWER})
    public RestResponse<List<ModelFamily>> families(
            @RestQuery("page") @Nullable String page, @RestQuery("per_page") @Nullable String perPage, UriInfo uri) {
        var paging = Paging.parse(page, perPage);
        var found = models.families();
        var answer = ResponseBuilder.ok(paging.of(found.body())).header(Revisions.HEADER, found.revision());
        paging.describe(answer, uri, found.body().size());
        return answer.build();
    }

    @POST
    @RolesAllowed(Roles.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    public RestResponse<Model> create(
            @RestQuery("dry_run") @Nullable String dryRun, @Nullable ModelRequest request, UriInfo uri) {
        var dry = QueryParameters.flag("dry_run", dryRun);
        var created = models.create(caller.get(), dry, RequestBody.required(request));
        if (dry) {
            return created.describeWithoutThing(ResponseBuilder.ok(created.body()))
                    .build();
        }
        var location = uri.getAbsolutePathBuilder()
                .path(String.valueOf(created.body().id()))
                .build();
        return created.describe(ResponseBuilder.<Model>created(location).entity(created.body()))
                .build();
    }

    @GET
    @Path(ID)
    @RolesAllowed({Roles.ADMIN, Roles.VIEWER})
    public RestResponse<Model> get(@RestPath String id, @RestHeader("If-None-Match") @Nullable String ifNoneMatch) {
        return models.get(Models.id(id)).unless(IfNoneMatch.parse(ifNoneMatch));
    }

    @PUT
    @Path(ID)
    @RolesAllowed(Roles.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    public RestResponse<Model> replace(
            @RestPath String id,
            @RestQuery("dry_run") @Nullable String dryRun,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @Nullable ModelRequest request) {
        var dry = QueryParameters.flag("dry_run", dryRun);
        return models.replace(caller.get(), dry, IfMatch.parse(ifMatch), Models.id(id), RequestBody.required(request))
                .ok();
    }

    @PATCH
    @Path(ID)
    @RolesAllowed(Roles.ADMIN)
    @Consumes({MediaTypes.MERGE_PATCH, MediaType.APPLICATION_JSON})
    public RestResponse<Model> update(
            @RestPath String id,
            @RestQuery("dry_run") @Nullable String dryRun,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @Nullable ModelPatch patch) {
        var dry = QueryParameters.flag("dry_run", dryRun);
        return models.update(caller.get(), dry, IfMatch.parse(ifMatch), Models.id(id), RequestBody.required(patch))
                .ok();
    }

    @DELETE
    @Path(ID)
    @RolesAllowed(Roles.ADMIN)
    public RestResponse<ModelDeletion> delete(
            @RestPath String id,
            @RestQuery("dry_run") @Nullable String dryRun,
            @RestQuery("reassign_to") @Nullable String reassignTo,
            @RestQuery("unassign") @Nullable String unassign,
            @RestHeader("If-Match") @Nullable String ifMatch) {
        var dry = QueryParameters.flag("dry_run", dryRun);
        var unuse = InUseOptions.parse(reassignTo, unassign);
        var deleted = models.delete(caller.get(), dry, IfMatch.parse(ifMatch), Models.id(id), unuse);
        var answer = dry ? ResponseBuilder.ok(deleted.body()) : ResponseBuilder.<ModelDeletion>noContent();
        return deleted.describeWithoutThing(answer).build();
    }
}
