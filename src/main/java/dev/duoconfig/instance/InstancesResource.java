package dev.duoconfig.instance;

import java.util.List;

import dev.duoconfig.http.body.MediaTypes;
import dev.duoconfig.http.body.RequestBody;
import dev.duoconfig.http.request.PageLinks;
import dev.duoconfig.http.request.Paging;
import dev.duoconfig.http.request.PublicUrls;
import dev.duoconfig.http.request.ReadParameters;
import dev.duoconfig.http.request.WriteParameters;
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

@Path("/gitlab-instances")
@Produces(MediaType.APPLICATION_JSON)
class InstancesResource {

    private final Instances instances;
    private final CurrentCaller caller;
    private final PublicUrls urls;

    InstancesResource(Instances instances, CurrentCaller caller, PublicUrls urls) {
        this.instances = instances;
        this.caller = caller;
        this.urls = urls;
    }

    @GET
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER, Roles.VIEWER})
    public RestResponse<List<GitLabInstance>> list(
            @RestQuery("page") @Nullable String page, @RestQuery("per_page") @Nullable String perPage, UriInfo uri) {
        var paging = Paging.parse(page, perPage);
        var found = instances.list(paging);
        var response = ResponseBuilder.ok(found.body().items()).header(Revisions.HEADER, found.revision());
        paging.describe(response, PageLinks.of(urls, uri), found.body().total());
        return response.build();
    }

    @POST
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER})
    @PlannerNeedsDryRun
    @Consumes(MediaType.APPLICATION_JSON)
    public RestResponse<GitLabInstance> create(
            @BeanParam WriteParameters parameters, @Nullable GitLabInstanceRequest request, UriInfo uri) {
        var options = WriteOptions.unconditional(caller.get(), parameters.dryRun());
        var created = instances.create(options, RequestBody.required(request));
        var body = created.body().instance();
        if (options.dryRun()) {
            return created.addHeadersWithoutETag(ResponseBuilder.ok(body)).build();
        }
        var location = urls.requested(uri).path(String.valueOf(body.id())).build();
        return created.addHeadersWithETag(
                        ResponseBuilder.<GitLabInstance>created(location).entity(body),
                        created.body().version())
                .build();
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER, Roles.VIEWER})
    public RestResponse<GitLabInstance> get(@RestPath String id, @BeanParam ReadParameters parameters) {
        var read = instances.get(Instances.id(id));
        return read.map(TaggedInstance::instance)
                .okWithETagOrNotModified(parameters.condition(), read.body().version());
    }

    @PUT
    @Path("/{id}")
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER})
    @PlannerNeedsDryRun
    @Consumes(MediaType.APPLICATION_JSON)
    public RestResponse<GitLabInstance> replace(
            @RestPath String id, @BeanParam WriteParameters parameters, @Nullable GitLabInstanceReplacement request) {
        return ok(instances.replace(
                WriteOptions.of(caller.get(), parameters), Instances.id(id), RequestBody.required(request)));
    }

    @PATCH
    @Path("/{id}")
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER})
    @PlannerNeedsDryRun
    @Consumes({MediaTypes.MERGE_PATCH, MediaType.APPLICATION_JSON})
    public RestResponse<GitLabInstance> update(
            @RestPath String id, @BeanParam WriteParameters parameters, @Nullable GitLabInstancePatch patch) {
        return ok(instances.update(
                WriteOptions.of(caller.get(), parameters), Instances.id(id), RequestBody.required(patch)));
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER})
    @PlannerNeedsDryRun
    public RestResponse<GitLabInstance> delete(@RestPath String id, @BeanParam WriteParameters parameters) {
        var options = WriteOptions.of(caller.get(), parameters);
        var deleted = instances.delete(options, Instances.id(id));
        var response =
                options.dryRun() ? ResponseBuilder.ok(deleted.body()) : ResponseBuilder.<GitLabInstance>noContent();
        return deleted.addHeadersWithoutETag(response).build();
    }

    private static RestResponse<GitLabInstance> ok(WriteResult<TaggedInstance> written) {
        var body = written.body();
        return written.addHeadersWithETag(ResponseBuilder.ok(body.instance()), body.version())
                .build();
    }
}
