package dev.duoconfig.feature;

import java.util.List;

import dev.duoconfig.http.Bodies;
import dev.duoconfig.http.IfMatch;
import dev.duoconfig.http.IfNoneMatch;
import dev.duoconfig.http.QueryParameters;
import dev.duoconfig.resolve.FeatureResolver;
import dev.duoconfig.security.CurrentCaller;
import dev.duoconfig.security.Roles;
import dev.duoconfig.snapshot.Answer;
import dev.duoconfig.snapshot.CurrentSnapshot;
import dev.duoconfig.snapshot.RevisionHeader;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
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

@Path("/features")
@Produces(MediaType.APPLICATION_JSON)
class FeaturesResource {

    private final Features features;
    private final CurrentSnapshot current;
    private final CurrentCaller caller;

    FeaturesResource(Features features, CurrentSnapshot current, CurrentCaller caller) {
        this.features = features;
        this.current = current;
        this.caller = caller;
    }

    @GET
    @NonBlocking
    @RolesAllowed({Roles.ADMIN, Roles.VIEWER})
    public RestResponse<List<FeatureSetting>> list(
            @BeanParam FeatureQuery query, @RestHeader("If-None-Match") @Nullable String ifNoneMatch) {
        var snapshot = current.get();
        var selected = query.select(snapshot);
        return Answer.unless(IfNoneMatch.parse(ifNoneMatch), snapshot.revision(), () -> selected.stream()
                .map(feature -> FeatureSetting.from(feature, snapshot))
                .toList());
    }

    @PATCH
    @RolesAllowed(Roles.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    public RestResponse<List<FeatureSetting>> updateAll(
            @RestQuery("dry_run") @Nullable String dryRun,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @Nullable List<@Nullable FeatureSettingChange> changes) {
        var dry = QueryParameters.flag("dry_run", dryRun);
        return features.setAll(caller.get(), dry, IfMatch.parse(ifMatch), Bodies.required(changes))
                .ok();
    }

    @GET
    @NonBlocking
    @Path("/{feature}")
    @RolesAllowed({Roles.ADMIN, Roles.VIEWER})
    public RestResponse<FeatureSetting> get(
            @RestPath String feature, @RestHeader("If-None-Match") @Nullable String ifNoneMatch) {
        var snapshot = current.get();
        var found = Features.find(snapshot, feature);
        return Answer.unless(
                IfNoneMatch.parse(ifNoneMatch), snapshot.revision(), () -> FeatureSetting.from(found, snapshot));
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
        return features.set(caller.get(), dry, IfMatch.parse(ifMatch), feature, Bodies.required(request))
                .ok();
    }

    @GET
    @NonBlocking
    @Path("/{feature}/effective-model")
    @RolesAllowed({Roles.ADMIN, Roles.VIEWER, Roles.RESOLVER})
    public RestResponse<EffectiveModel> effectiveModel(
            @RestPath String feature,
            @RestQuery("explain") @Nullable String explain,
            @RestHeader("If-None-Match") @Nullable String ifNoneMatch) {
        var snapshot = current.get();
        var found = Features.find(snapshot, feature);
        var explained = QueryParameters.flag("explain", explain);
        return Answer.unless(
                IfNoneMatch.parse(ifNoneMatch),
                snapshot.revision(),
                () -> explained
                        ? EffectiveModel.from(FeatureResolver.explain(snapshot, found), snapshot.revision())
                        : EffectiveModel.from(FeatureResolver.resolve(snapshot, found), snapshot.revision()));
    }

    @GET
    @Path("/{feature}/model-metadata")
    @RolesAllowed(Roles.RESOLVER)
    public RestResponse<ModelMetadata> modelMetadata(@RestPath String feature) {
        var found = features.metadata(feature);
        return ResponseBuilder.ok(found.body())
                .header(RevisionHeader.NAME, found.revision())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
