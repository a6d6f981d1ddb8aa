package dev.duoconfig.feature;

import java.util.List;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.follow.RevisionWaits;
import dev.duoconfig.http.body.RequestBody;
import dev.duoconfig.http.request.QueryParameters;
import dev.duoconfig.http.request.SnapshotParameters;
import dev.duoconfig.http.request.WriteParameters;
import dev.duoconfig.resolve.FeatureResolver;
import dev.duoconfig.security.CurrentCaller;
import dev.duoconfig.security.PlannerNeedsDryRun;
import dev.duoconfig.security.Roles;
import dev.duoconfig.store.ReadResult;
import dev.duoconfig.store.WriteOptions;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/features")
@Produces(MediaType.APPLICATION_JSON)
class FeaturesResource {

    private final Features features;
    private final RevisionWaits revisions;
    private final ResolutionMetrics metrics;
    private final Catalogue catalogue;
    private final CurrentCaller caller;

    FeaturesResource(
            Features features,
            RevisionWaits revisions,
            ResolutionMetrics metrics,
            Catalogue catalogue,
            CurrentCaller caller) {
        this.features = features;
        this.revisions = revisions;
        this.metrics = metrics;
        this.catalogue = catalogue;
        this.caller = caller;
    }

    @GET
    @NonBlocking
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER, Roles.VIEWER})
    public Uni<RestResponse<List<FeatureSetting>>> list(
            @BeanParam FeatureListParameters list, @BeanParam SnapshotParameters parameters) {
        var query = list.parse(catalogue);
        var condition = parameters.condition();
        return revisions.atLeast(parameters.minRevision()).map(snapshot -> {
            var selected = query.select(snapshot);
            return ReadResult.okWithETagOrNotModified(condition, snapshot.revision(), () -> selected.stream()
                    .map(feature -> FeatureSetting.from(feature, snapshot))
                    .toList());
        });
    }

    @PATCH
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER})
    @PlannerNeedsDryRun
    @Consumes(MediaType.APPLICATION_JSON)
    public RestResponse<List<FeatureSetting>> updateAll(
            @BeanParam WriteParameters parameters, @Nullable List<@Nullable FeatureSettingChange> changes) {
        return features.setAll(WriteOptions.of(caller.get(), parameters), RequestBody.required(changes))
                .okWithETag();
    }

    @GET
    @NonBlocking
    @Path("/{feature}")
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER, Roles.VIEWER})
    public Uni<RestResponse<FeatureSetting>> get(@RestPath String feature, @BeanParam SnapshotParameters parameters) {
        var condition = parameters.condition();
        return revisions.atLeast(parameters.minRevision()).map(snapshot -> {
            var found = Features.find(snapshot, feature);
            return ReadResult.okWithETagOrNotModified(
                    condition, snapshot.revision(), () -> FeatureSetting.from(found, snapshot));
        });
    }

    @PUT
    @Path("/{feature}")
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER})
    @PlannerNeedsDryRun
    @Consumes(MediaType.APPLICATION_JSON)
    public RestResponse<FeatureSetting> set(
            @RestPath String feature, @BeanParam WriteParameters parameters, @Nullable FeatureSettingRequest request) {
        return features.set(WriteOptions.of(caller.get(), parameters), feature, RequestBody.required(request))
                .okWithETag();
    }

    @GET
    @NonBlocking
    @Path("/{feature}/effective-model")
    @RolesAllowed({Roles.ADMIN, Roles.PLANNER, Roles.VIEWER, Roles.RESOLVER})
    public Uni<RestResponse<EffectiveModel>> effectiveModel(
            @RestPath String feature,
            @RestQuery("explain") @Nullable String explain,
            @BeanParam SnapshotParameters parameters) {
        var condition = parameters.condition();
        var explained = QueryParameters.flag("explain", explain);
        return revisions.atLeast(parameters.minRevision()).map(snapshot -> {
            var explanation = FeatureResolver.explain(snapshot, Features.find(snapshot, feature));
            metrics.of(explanation.resolution()).increment();
            return ReadResult.okWithETagOrNotModified(
                    condition,
                    snapshot.revision(),
                    () -> explained
                            ? EffectiveModel.from(explanation, snapshot.revision())
                            : EffectiveModel.from(explanation.resolution(), snapshot.revision()));
        });
    }

    @GET
    @NonBlocking
    @Path("/{feature}/model-metadata")
    @RolesAllowed(Roles.RESOLVER)
    public Uni<RestResponse<ModelMetadata>> modelMetadata(
            @RestPath String feature, @BeanParam SnapshotParameters parameters) {
        return revisions.atLeast(parameters.minRevision()).map(snapshot -> {
            var found = Features.find(snapshot, feature);
            metrics.of(FeatureResolver.resolve(snapshot, found)).increment();
            return new ReadResult<>(features.metadata(snapshot, found), snapshot.revision()).okWithRevisionAndNoStore();
        });
    }
}
