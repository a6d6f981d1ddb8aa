package dev.duoconfig.model;

import java.util.List;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.follow.RevisionWaits;
import dev.duoconfig.http.body.MediaTypes;
import dev.duoconfig.http.body.RequestBody;
import dev.duoconfig.http.request.MinRevision;
import dev.duoconfig.http.request.PageLinks;
import dev.duoconfig.http.request.Paging;
import dev.duoconfig.http.request.PublicUrls;
import dev.duoconfig.http.request.SnapshotParameters;
import dev.duoconfig.http.request.WriteParameters;
import dev.duoconfig.resolve.KnownCheck;
import dev.duoconfig.security.CurrentCaller;
import dev.duoconfig.security.PlannerNeedsDryRun;
import dev.duoconfig.security.Roles;
import dev.duoconfig.store.ReadResult;
import dev.duoconfig.store.Revisions;
import dev.duoconfig.store.WriteOptions;
import dev.duoconfig.store.WriteResult;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
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
    private final RevisionWaits revisions;
    private final Catalogue catalogue;
    private final CurrentCaller caller;
    private final PublicUrls urls;

    ModelsResource(Models models, RevisionWaits revisions, Catalogue catalogue, CurrentCaller caller, PublicUrls urls) {
        this.models = models;
        this.revisions = revisions;
        this.catalogue = catalogue;
        this.caller = caller;
        this.urls = urls;
    }

    @GET
    @NonBlocking
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER, Roles.VIEWER})
    public Uni<RestResponse<List<Model>>> list(
            @BeanParam ModelListParameters parameters,
            @RestQuery(MinRevision.NAME) @Nullable String minRevision,
            UriInfo uri) {
        var query = parameters.parse(catalogue);
        var links = PageLinks.of(urls, uri);
        return revisions.completeAtLeast(MinRevision.parse(minRevision)).map(snapshot -> {
            var found = models.list(query, snapshot);
            var response = ResponseBuilder.ok(found.items()).header(Revisions.HEADER, snapshot.revision());
            query.paging().describe(response, links, found.total());
            return response.build();
        });
    }

    @GET
    @NonBlocking
    @Path("/families")
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER, Roles.VIEWER})
    public Uni<RestResponse<List<ModelFamily>>> families(
            @RestQuery("page") @Nullable String page,
            @RestQuery("per_page") @Nullable String perPage,
            @RestQuery(MinRevision.NAME) @Nullable String minRevision,
            UriInfo uri) {
        var paging = Paging.parse(page, perPage);
        var links = PageLinks.of(urls, uri);
        return revisions.atLeast(MinRevision.parse(minRevision)).map(snapshot -> {
            var families = ModelFamily.all(snapshot);
            var response = ResponseBuilder.ok(paging.of(families)).header(Revisions.HEADER, snapshot.revision());
            paging.describe(response, links, families.size());
            return response.build();
        });
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
    @NonBlocking
    @Path(ID)
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER, Roles.VIEWER})
    public Uni<RestResponse<Model>> get(@RestPath String id, @BeanParam SnapshotParameters parameters) {
        var number = Models.id(id);
        var condition = parameters.condition();
        return revisions.completeAtLeast(parameters.minRevision()).map(snapshot -> {
            var model = models.get(number, snapshot);
            return ReadResult.okWithETagOrNotModified(
                    condition,
                    snapshot.revision(),
                    snapshot.checks().ofModel(number).version(),
                    () -> model);
        });
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
