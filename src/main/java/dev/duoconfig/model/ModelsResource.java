package dev.duoconfig.model;

import java.util.List;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.http.body.MediaTypes;
import dev.duoconfig.http.body.RequestBody;
import dev.duoconfig.http.request.PageLinks;
import dev.duoconfig.http.request.Paging;
import dev.duoconfig.http.request.PublicUrls;
import dev.duoconfig.http.request.ReadParameters;
import dev.duoconfig.http.request.WriteParameters;
import dev.duoconfig.lastcheck.KnownCheck;
import dev.duoconfig.security.CurrentCaller;
import dev.duoconfig.security.PlannerNeedsDryRun;
import dev.duoconfig.security.Roles;
import dev.duoconfig.store.Revisions;
import dev.duoconfig.store.WriteOptions;
import dev.duoconfig.store.WriteResult;
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
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

@Path("/models")
@Produces(MediaType.APPLICATION_JSON)
class ModelsResource {

    /** Any id except the names that have paths of their own, with other methods. See docs/framework.md. */
    private static final String ID = "/{id:(?!(?:check|families)/?$)[^/]+}";

    private final Models models;
    private final Catalogue catalogue;
    private final CurrentCaller caller;
    private final PublicUrls urls;

    ModelsResource(Models models, Catalogue catalogue, CurrentCaller caller, PublicUrls urls) {
        this.models = models;
        this.catalogue = catalogue;
        this.caller = caller;
        this.urls = urls;
    }

    @GET
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER, Roles.VIEWER})
    public RestResponse<List<Model>> list(@BeanParam ModelListParameters parameters, UriInfo uri) {
        var query = parameters.parse(catalogue);
        var found = models.list(query);
        var response = ResponseBuilder.ok(found.body().items()).header(Revisions.HEADER, found.revision());
        query.paging().describe(response, PageLinks.of(urls, uri), found.body().total());
        return response.build();
    }

    @GET
    @Path("/families")
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER, Roles.VIEWER})
    public RestResponse<List<ModelFamily>> families(
            @RestQuery("page") @Nullable String page, @RestQuery("per_page") @Nullable String perPage, UriInfo uri) {
        var paging = Paging.parse(page, perPage);
        var found = models.families();
        var response = ResponseBuilder.ok(paging.of(found.body())).header(Revisions.HEADER, found.revision());
        paging.describe(response, PageLinks.of(urls, uri), found.body().size());
        return response.build();
    }

    @POST
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER})
    @PlannerNeedsDryRun
    @Consumes(MediaType.APPLICATION_JSON)
    public RestResponse<Model> create(
            @BeanParam WriteParameters parameters, @Nullable ModelRequest request, UriInfo uri) {
        var options = WriteOptions.unconditional(caller.get(), parameters.dryRun());
        var created = models.create(options, RequestBody.required(request));
        if (options.dryRun()) {
            return created.addHeadersWithoutETag(ResponseBuilder.ok(created.body()))
                    .build();
        }
        var location =
                urls.requested(uri).path(String.valueOf(created.body().id())).build();
        return created.addHeadersWithETag(
                        ResponseBuilder.<Model>created(location).entity(created.body()), KnownCheck.NONE.version())
                .build();
    }

    @GET
    @Path(ID)
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER, Roles.VIEWER})
    public RestResponse<Model> get(@RestPath String id, @BeanParam ReadParameters parameters) {
        var read = models.get(Models.id(id));
        return read.map(TaggedModel::model)
                .okWithETagOrNotModified(parameters.condition(), read.body().version());
    }

    @PUT
    @Path(ID)
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER})
    @PlannerNeedsDryRun
    @Consumes(MediaType.APPLICATION_JSON)
    public RestResponse<Model> replace(
            @RestPath String id, @BeanParam WriteParameters parameters, @Nullable ModelReplacement request) {
        return ok(models.replace(
                WriteOptions.of(caller.get(), parameters), Models.id(id), RequestBody.required(request)));
    }

    @PATCH
    @Path(ID)
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER})
    @PlannerNeedsDryRun
    @Consumes({MediaTypes.MERGE_PATCH, MediaType.APPLICATION_JSON})
    public RestResponse<Model> update(
            @RestPath String id, @BeanParam WriteParameters parameters, @Nullable ModelPatch patch) {
        return ok(models.update(WriteOptions.of(caller.get(), parameters), Models.id(id), RequestBody.required(patch)));
    }

    @DELETE
    @Path(ID)
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER})
    @PlannerNeedsDryRun
    public RestResponse<ModelDeletion> delete(
            @RestPath String id,
            @BeanParam WriteParameters parameters,
            @RestQuery("reassign_to") @Nullable String reassignTo,
            @RestQuery("unassign") @Nullable String unassign) {
        var options = WriteOptions.of(caller.get(), parameters);
        var deleted = models.delete(options, Models.id(id), InUseOptions.parse(reassignTo, unassign));
        var response =
                options.dryRun() ? ResponseBuilder.ok(deleted.body()) : ResponseBuilder.<ModelDeletion>noContent();
        return deleted.addHeadersWithoutETag(response).build();
    }

    private static RestResponse<Model> ok(WriteResult<TaggedModel> written) {
        var body = written.body();
        return written.addHeadersWithETag(ResponseBuilder.ok(body.model()), body.version())
                .build();
    }
}
