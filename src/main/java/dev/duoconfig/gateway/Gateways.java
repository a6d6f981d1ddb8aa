package dev.duoconfig.gateway;

import java.util.List;
import java.util.Objects;

import dev.duoconfig.audit.AuditEvent;
import dev.duoconfig.http.body.ReadOnlyProperties;
import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.lastcheck.LastChecks;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.resolve.Warning;
import dev.duoconfig.secret.SecurityForm;
import dev.duoconfig.secret.SecurityForms;
import dev.duoconfig.store.ConfigurationWriter;
import dev.duoconfig.store.PendingChange;
import dev.duoconfig.store.WriteKind;
import dev.duoconfig.store.WriteOptions;
import dev.duoconfig.store.WriteResult;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads and changes the gateway's settings. */
@ApplicationScoped
public class Gateways {

    private static final Logger LOG = Logger.getLogger(Gateways.class);

    private final ConfigurationWriter writer;
    private final GatewayRepository repository;
    private final GatewaySeal seal;
    private final SecurityForms forms;
    private final ReadOnlyProperties readOnly;
    private final LastChecks checks;

    /** The URL that this instance has in its environment. */
    private volatile @Nullable String environmentUrl;

    Gateways(
            ConfigurationWriter writer,
            GatewayRepository repository,
            GatewaySeal seal,
            SecurityForms forms,
            ReadOnlyProperties readOnly,
            LastChecks checks) {
        this.writer = writer;
        this.repository = repository;
        this.seal = seal;
        this.forms = forms;
        this.readOnly = readOnly;
        this.checks = checks;
    }

    /**
     * The settings for outbound requests. Must be called within a read of {@link dev.duoconfig.store.ConfigurationReader}, so that they belong to
     * its revision.
     */
    public OutboundAccess outboundAccess() {
        var entity = repository.get();
        return OutboundAccess.from(entity, seal.fits(entity, forms.read()));
    }

    WriteResult<TaggedGateway> replace(WriteOptions options, GatewayReplacement request) {
        return change(
                options,
                (present, snapshot, errors) -> {
                    var read = Gateway.from(present.toSnapshot());
                    var written = read.withSentToGitLab(snapshot);
                    readOnly.requireUnchanged(
                            request, List.of(read, read.withKeysMoved(), written, written.withKeysMoved()), errors);
                    return request.over(present);
                },
                true);
    }

    WriteResult<TaggedGateway> update(WriteOptions options, GatewayPatch patch) {
        return change(
                options,
                (present, snapshot, errors) -> patch.over(present),
                patch.url().isPresent());
    }

    /**
     * Stores the gateway URL of the environment, so that it has a revision and all instances use the same one.
     *
     * @param url the validated URL without trailing slashes, or null if the environment has none
     */
    public void recordEnvironmentUrl(@Nullable String url) {
        environmentUrl = url;
        writer.write(WriteKind.GATEWAY, WriteOptions.system(), pending -> {
            var entity = repository.get();
            var fits = seal.fits(entity, pending.form());
            if (!Objects.equals(url, entity.environmentUrl)) {
                var before = entity.environmentUrl;
                var current = entity.effectiveUrl();
                entity.environmentUrl = url;
                entity.revision = pending.revision();
                if (Gateway.keysMoved(current, entity.effectiveUrl(), hasApiKeys(pending.before())) != null) {
                    LOG.warnf("AI_GATEWAY_URL has changed: the stored API keys will be given to %s", url);
                }
                pending.change(
                        after(pending, entity),
                        new AuditEvent("gateway.environment_url_changed", "gateway", null, null, before, url));
            }
            if (fits || entity.url == null) {
                seal.seal(entity, pending.form());
            }
            return entity.id;
        });
    }

    /**
     * Changes the settings.
     *
     * @param named whether the caller says which URL to use
     */
    private WriteResult<TaggedGateway> change(WriteOptions options, Change request, boolean named) {
        return writer.write(WriteKind.GATEWAY, options, pending -> {
            var before = pending.before().checks().ofGateway();
            var moved = change(pending, request, named);
            var written = Gateway.from(repository.get().toSnapshot()).withSentToGitLab(pending.after());
            // The database forgets the check when it stores the change.
            repository.flush();
            var result = TaggedGateway.of(moved == null ? written : written.with(moved), checks.ofGateway());
            return pending.isDryRun() ? new TaggedGateway(result.gateway(), before.version()) : result;
        });
    }

    /** Changes the settings, and returns the warning about keys that a different gateway will receive, or null. */
    private @Nullable Warning change(PendingChange pending, Change request, boolean named) {
        var entity = repository.get();
        pending.requireUnchangedSince(entity.revision);
        var current = named ? sealedUrl(entity, pending.form()) : entity.effectiveUrl();
        var errors = new ProblemErrors();
        var values = GatewayValues.of(request.over(entity, pending.before(), errors), errors);
        errors.throwIfAny();
        change(values, entity, named, pending);
        return Gateway.keysMoved(current, entity.effectiveUrl(), hasApiKeys(pending.before()));
    }

    /**
     * Validates a patch and makes its changes within a pending change.
     *
     * @return the warnings in the response to the write, except for those that depend on later changes
     */
    public List<Warning> update(PendingChange pending, GatewayPatch patch) {
        var moved = change(
                pending,
                (present, snapshot, errors) -> patch.over(present),
                patch.url().isPresent());
        var written = Gateway.from(repository.get().toSnapshot());
        return moved == null ? written.warnings() : written.with(moved).warnings();
    }

    /** The stored settings. Must be called within a read or a write, so that they belong to its revision. */
    public GatewayValues stored() {
        return GatewayValues.of(repository.get());
    }

    /**
     * Stores settings as part of a pending change.
     *
     * @param named whether the caller says which URL to use
     */
    public void store(GatewayValues values, boolean named, PendingChange pending) {
        change(values, repository.get(), named, pending);
    }

    /**
     * The warning about another AI gateway, which will receive the stored keys of the models that it calls, or null. Must be
     * called within the write, before the gateway is stored.
     *
     * @param url the URL that will apply, or null
     * @param keysKept whether a stored key is kept
     */
    public @Nullable Warning keysMoved(@Nullable String url, boolean keysKept) {
        return Gateway.keysMoved(sealedUrl(repository.get(), forms.read()), url, keysKept);
    }

    /** The warning about requests that GitLab sends to its own models, although they are not allowed, or null. */
    public static @Nullable Warning sentToGitLab(Snapshot snapshot) {
        return Gateway.sentToGitLab(snapshot);
    }

    /** The URL of the gateway that receives keys, or null. */
    private @Nullable String sealedUrl(GatewayEntity entity, SecurityForm form) {
        return seal.fits(entity, form) ? entity.effectiveUrl() : null;
    }

    private static boolean hasApiKeys(Snapshot snapshot) {
        return snapshot.models().values().stream().anyMatch(Snapshot.Model::hasApiKey);
    }

    /** The snapshot with other settings, as they would take effect. */
    public Snapshot planned(GatewayValues values, Snapshot snapshot) {
        var url = values.url() == null ? repository.get().environmentUrl : values.url();
        return snapshot.withGateway(new Snapshot.Gateway(
                url, values.requestTimeoutSeconds(), values.betaFeaturesEnabled(), values.vendoredModelsAllowed()));
    }

    private void change(GatewayValues after, GatewayEntity entity, boolean named, PendingChange pending) {
        var before = GatewayValues.of(entity);
        var fits = seal.fits(entity, pending.form());
        // Nobody has named a URL of the environment that this instance does not have.
        var confirmed = named && (after.url() != null || Objects.equals(entity.environmentUrl, environmentUrl));
        if (after.betaFeaturesEnabled() != before.betaFeaturesEnabled()) {
            pending.requireEntitlement();
        }
        if (!after.equals(before) || (confirmed && !fits)) {
            apply(after, entity, pending);
            if (confirmed) {
                seal.seal(entity, pending.form());
            }
            pending.change(
                    after(pending, entity), new AuditEvent("gateway.updated", "gateway", null, null, before, after));
        }
    }

    private static void apply(GatewayValues values, GatewayEntity entity, PendingChange pending) {
        if (values.betaFeaturesEnabled() != entity.betaFeaturesEnabled) {
            entity.testingAgreementAcceptedBy =
                    values.betaFeaturesEnabled() ? pending.caller().name() : null;
            entity.testingAgreementAcceptedAt = values.betaFeaturesEnabled() ? pending.now() : null;
        }
        entity.url = values.url();
        entity.requestTimeoutSeconds = values.requestTimeoutSeconds();
        entity.betaFeaturesEnabled = values.betaFeaturesEnabled();
        entity.outboundAllowlist = values.outboundAllowlist().toArray(String[]::new);
        entity.agentPlatformUrl = values.agentPlatformUrl();
        entity.agentPlatformTls = values.agentPlatformTls();
        entity.vendoredModelsAllowed = values.vendoredModelsAllowed();
        entity.revision = pending.revision();
        entity.updatedAt = pending.now();
        entity.updatedBy = pending.caller().name();
    }

    private static Snapshot after(PendingChange pending, GatewayEntity entity) {
        return pending.after().withGateway(entity.toSnapshot());
    }

    /** The requested state of the stored settings. */
    private interface Change {

        GatewayRequest over(GatewayEntity present, Snapshot snapshot, ProblemErrors errors);
    }
}
