package dev.duoconfig.feature;

import java.util.List;

import dev.duoconfig.follow.RevisionWaits;
import dev.duoconfig.http.body.RequestBody;
import dev.duoconfig.http.request.IfMatch;
import dev.duoconfig.http.request.IfNoneMatch;
import dev.duoconfig.http.request.MinRevision;
import dev.duoconfig.http.request.QueryParameters;
import dev.duoconfig.resolve.FeatureResolver;
import dev.duoconfig.security.CurrentCaller;
import dev.duoconfig.security.Roles;
import dev.duoconfig.store.ReadResult;
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
import org.jboss.resteasy.reactive.RestHeader;
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
    private final CurrentCaller caller;

    FeaturesResource(Features features, RevisionWaits revisions, ResolutionMetrics metrics, CurrentCaller caller) {
        this.features = features;
        this.revisions = revisions;
        this.metrics = metrics;
        this.caller = caller;
    }

    @GET
    @NonBlocking
    @RolesAllowed({Roles.ADMIN, Roles.VIEWER})
    public Uni<RestResponse<List<FeatureSetting>>> list(
            @BeanParam FeatureQuery query,
            @RestQuery(MinRevision.NAME) @Nullable String minRevision,
            @RestHeader("If-None-Match") @Nullable String ifNoneMatch) {
        var condition = IfNoneMatch.parse(ifNoneMatch);
        return revisions.atLeast(MinRevision.parse(minRevision)).map(snapshot -> {
            var selected = query.select(snapshot);
            return ReadResult.unless(condition, snapshot.revision(), () -> selected.stream()
                    .map(feature -> FeatureSetting.from(feature, snapshot))
                    .toList());
        });
    }

    @PATCH
    @RolesAllowed(Roles.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    public RestResponse<List<FeatureSetting>> updateAll(
            @RestQuery("dry_run") @Nullable String dryRun,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @Nullable List<@Nullable FeatureSettingChange> changes) {
        var dry = QueryParameters.flag("dry_run", dryRun);
        return features.setAll(caller.get(), dry, IfMatch.parse(ifMatch), RequestBody.required(changes))
                .ok();
    }

    @GET
    @NonBlocking
    @Path("/{feature}")
    @RolesAllowed({Roles.ADMIN, Roles.VIEWER})
    public Uni<RestResponse<FeatureSetting>> get(
            @RestPath String feature,
            @RestQuery(MinRevision.NAME) @Nullable String minRevision,
            @RestHeader("If-None-Match") @Nullable String ifNoneMatch) {
        var condition = IfNoneMatch.parse(ifNoneMatch);
        return revisions.atLeast(MinRevision.parse(minRevision)).map(snapshot -> {
            var found = Features.find(snapshot, feature);
            return ReadResult.unless(condition, snapshot.revision(), () -> FeatureSetting.from(found, snapshot));
        });
    }

    @PUT
    @Path("/{feature}")
    @RolesAllowed(Roles.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    public RestResponse<FeatureSetting> set(
            @RestPath String feature,
            @RestQuery("dry_run") @Nullable String dryRun,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @Nullable FeatureSettingRequest request) {
        var dry = QueryParameters.flag("dry_run", dryRun);
        return features.set(caller.get(), dry, IfMatch.parse(ifMatch), feature, RequestBody.required(request))
                .ok();
    }

    @GET
    @NonBlocking
    @Path("/{feature}/effective-model")
    @RolesAllowed({Roles.ADMIN, Roles.VIEWER, Roles.RESOLVER})
    public Uni<RestResponse<EffectiveModel>> effectiveModel(
            @RestPath String feature,
            @RestQuery("explain") @Nullable String explain,
            @RestQuery(MinRevision.NAME) @Nullable String minRevision,
            @RestHeader("If-None-Match") @Nullable String ifNoneMatch) {
        var condition = IfNoneMatch.parse(ifNoneMatch);
        var explained = QueryParameters.flag("explain", explain);
        return revisions.atLeast(MinRevision.parse(minRevision)).map(snapshot -> {
            var explanation = FeatureResolver.explain(snapshot, Features.find(snapshot, feature));
            metrics.of(explanation.resolution()).increment();
            return ReadResult.unless(
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
            @RestPath String feature, @RestQuery(MinRevision.NAME) @Nullable String minRevision) {
        return revisions.atLeast(MinRevision.parse(minRevision)).map(snapshot -> {
            var found = Features.find(snapshot, feature);
            metrics.of(FeatureResolver.resolve(snapshot, found)).increment();
            return new ReadResult<>(features.metadata(snapshot, found), snapshot.revision()).unstored();
        });
    }
}
