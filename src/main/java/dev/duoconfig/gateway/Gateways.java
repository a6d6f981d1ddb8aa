package dev.duoconfig.gateway;

import java.util.Objects;
import java.util.function.Function;

import dev.duoconfig.audit.AuditEvent;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.store.ConfigurationReader;
import dev.duoconfig.store.ConfigurationWriter;
import dev.duoconfig.store.PendingChange;
import dev.duoconfig.store.ReadResult;
import dev.duoconfig.store.WriteKind;
import dev.duoconfig.store.WriteOptions;
import dev.duoconfig.store.WriteResult;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Reads and changes the gateway's settings. */
@ApplicationScoped
public class Gateways {

    private final ConfigurationReader reader;
    private final ConfigurationWriter writer;
    private final GatewayRepository repository;

    Gateways(ConfigurationReader reader, ConfigurationWriter writer, GatewayRepository repository) {
        this.reader = reader;
        this.writer = writer;
        this.repository = repository;
    }

    ReadResult<Gateway> get() {
        return reader.read(snapshot -> Gateway.from(repository.get()));
    }

    /**
     * The settings for outbound requests. Must be called within a read of {@link ConfigurationReader}, so that they belong to
     * its revision.
     */
    public OutboundAccess outboundAccess() {
        return OutboundAccess.from(repository.get());
    }

    WriteResult<Gateway> replace(WriteOptions options, GatewayRequest request) {
        return change(options, present -> request);
    }

    WriteResult<Gateway> update(WriteOptions options, GatewayPatch patch) {
        return change(options, patch::over);
    }

    /**
     * Stores the gateway URL of the environment, so that it has a revision and all instances use the same one.
     *
     * @param url the validated URL without trailing slashes, or null if the environment has none
     */
    public void recordEnvironmentUrl(@Nullable String url) {
        writer.write(WriteKind.GATEWAY, WriteOptions.system(), pending -> {
            var entity = repository.get();
            if (!Objects.equals(url, entity.environmentUrl)) {
                var before = entity.environmentUrl;
                entity.environmentUrl = url;
                entity.revision = pending.revision();
                pending.change(
                        after(pending, entity),
                        new AuditEvent("gateway.environment_url_changed", "gateway", null, null, before, url));
            }
            return entity.id;
        });
    }

    private WriteResult<Gateway> change(WriteOptions options, Function<GatewayEntity, GatewayRequest> request) {
        return writer.write(WriteKind.GATEWAY, options, pending -> {
            var entity = repository.get();
            pending.requireUnchangedSince(entity.revision);
            change(GatewayValues.of(request.apply(entity)), entity, pending);
            return Gateway.from(entity);
        });
    }

    /** The stored settings. Must be called within a read or a write, so that they belong to its revision. */
    public GatewayValues stored() {
        return GatewayValues.of(repository.get());
    }

    /** Stores settings as part of a pending change. */
    public void store(GatewayValues values, PendingChange pending) {
        change(values, repository.get(), pending);
    }

    /** The snapshot with other settings, as they would take effect. */
    public Snapshot planned(GatewayValues values, Snapshot snapshot) {
        var url = values.url() == null ? repository.get().environmentUrl : values.url();
        return snapshot.withGateway(
                new Snapshot.Gateway(url, values.requestTimeoutSeconds(), values.betaFeaturesEnabled()));
    }

    private static void change(GatewayValues after, GatewayEntity entity, PendingChange pending) {
        var before = GatewayValues.of(entity);
        if (after.betaFeaturesEnabled() != before.betaFeaturesEnabled()) {
            pending.requireEntitlement();
        }
        if (!after.equals(before)) {
            apply(after, entity, pending);
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
        entity.revision = pending.revision();
        entity.updatedAt = pending.now();
        entity.updatedBy = pending.caller().name();
    }

    private static Snapshot after(PendingChange pending, GatewayEntity entity) {
        return pending.after()
                .withGateway(new Snapshot.Gateway(
                        entity.effectiveUrl(), entity.requestTimeoutSeconds, entity.betaFeaturesEnabled));
    }
}
