package dev.duoconfig.check;

import java.util.function.Function;

import dev.duoconfig.gateway.Gateways;
import dev.duoconfig.gateway.OutboundAccess;
import dev.duoconfig.lastcheck.CheckRecords;
import dev.duoconfig.lastcheck.CheckSubject;
import dev.duoconfig.model.CallableModel;
import dev.duoconfig.model.CallableModels;
import dev.duoconfig.model.ModelDraft;
import dev.duoconfig.resolve.CheckRoute;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.security.CallerKey;
import dev.duoconfig.store.ConfigurationReader;
import dev.duoconfig.store.ReadResult;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Runs checks, and records those of stored things. Each reads what it needs at one revision, and holds no database connection while
 * it calls other servers.
 */
@ApplicationScoped
class Checks {

    private final ConfigurationReader reader;
    private final Gateways gateways;
    private final CallableModels models;
    private final GatewayCheck gatewayCheck;
    private final ModelCheck modelCheck;
    private final ServerMessageRules messageRules;
    private final CheckMetrics metrics;
    private final CheckRecords records;

    Checks(
            ConfigurationReader reader,
            Gateways gateways,
            CallableModels models,
            GatewayCheck gatewayCheck,
            ModelCheck modelCheck,
            ServerMessageRules messageRules,
            CheckMetrics metrics,
            CheckRecords records) {
        this.reader = reader;
        this.gateways = gateways;
        this.models = models;
        this.gatewayCheck = gatewayCheck;
        this.modelCheck = modelCheck;
        this.messageRules = messageRules;
        this.metrics = metrics;
        this.records = records;
    }

    ReadResult<CheckReport> gateway(CallerKey caller, CheckOptions options) {
        return gateway(caller, options, new GatewayVersion());
    }

    /** @param version takes the version that the gateway reports */
    ReadResult<CheckReport> gateway(CallerKey caller, CheckOptions options, GatewayVersion version) {
        return reader.read(snapshot -> new StoredGateway(gateways.outboundAccess(), records.gateway()))
                .map(stored -> {
                    var messages = messageRules.forCheck(null, options);
                    var report = gatewayCheck.run(caller, stored.access, messages, version);
                    record(stored.subject, report, options);
                    return metrics.record(CheckMetrics.Kind.GATEWAY, report);
                });
    }

    ReadResult<CheckReport> model(CallerKey caller, String id, CheckOptions options) {
        return check(caller, options, snapshot -> {
            var model = models.stored(id, snapshot);
            var route = options.viaGateway() ? CheckRoute.GATEWAY : CheckRoute.DIRECT;
            return new Subject(
                    model,
                    gateways.outboundAccess(),
                    records.model(model.model().id(), route));
        });
    }

    ReadResult<CheckReport> draft(CallerKey caller, ModelDraft draft, CheckOptions options) {
        return check(
                caller,
                options,
                snapshot -> new Subject(models.drafted(draft, snapshot), gateways.outboundAccess(), null));
    }

    private ReadResult<CheckReport> check(CallerKey caller, CheckOptions options, Function<Snapshot, Subject> find) {
        return reader.read(find).map(subject -> {
            var report = run(caller, subject, options);
            if (subject.stored != null) {
                record(subject.stored, report, options);
            }
            return metrics.record(CheckMetrics.Kind.MODEL, report);
        });
    }

    /** Leaves out a check that was interrupted, which fails without a reason of its own. */
    private void record(CheckSubject subject, CheckReport report, CheckOptions options) {
        if (!Thread.currentThread().isInterrupted()) {
            records.record(subject, report.status(), report.summary(), options.requested());
        }
    }

    private CheckReport run(CallerKey caller, Subject subject, CheckOptions options) {
        var messages = messageRules.forCheck(subject.model.apiKey(), options);
        return options.viaGateway()
                ? gatewayCheck.run(caller, subject.access, subject.model, options.tools(), messages)
                : modelCheck.run(caller, subject.model, subject.access.allowlist(), options, messages);
    }

    private record StoredGateway(OutboundAccess access, CheckSubject subject) {}

    /** @param stored null for a draft */
    private record Subject(
            CallableModel model,
            OutboundAccess access,
            @Nullable CheckSubject stored) {}
}
