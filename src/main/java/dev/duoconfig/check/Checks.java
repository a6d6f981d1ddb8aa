package dev.duoconfig.check;

import java.util.function.Function;

import dev.duoconfig.gateway.Gateways;
import dev.duoconfig.gateway.OutboundAccess;
import dev.duoconfig.model.CallableModel;
import dev.duoconfig.model.CallableModels;
import dev.duoconfig.model.ModelDraft;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.security.CallerKey;
import dev.duoconfig.store.ConfigurationReader;
import dev.duoconfig.store.ReadResult;
import jakarta.enterprise.context.ApplicationScoped;

/** Runs checks. Each reads what it needs at one revision, and holds no database connection while it calls other servers. */
@ApplicationScoped
class Checks {

    private final ConfigurationReader reader;
    private final Gateways gateways;
    private final CallableModels models;
    private final GatewayCheck gatewayCheck;
    private final ModelCheck modelCheck;
    private final ServerMessageRules messageRules;
    private final CheckMetrics metrics;

    Checks(
            ConfigurationReader reader,
            Gateways gateways,
            CallableModels models,
            GatewayCheck gatewayCheck,
            ModelCheck modelCheck,
            ServerMessageRules messageRules,
            CheckMetrics metrics) {
        this.reader = reader;
        this.gateways = gateways;
        this.models = models;
        this.gatewayCheck = gatewayCheck;
        this.modelCheck = modelCheck;
        this.messageRules = messageRules;
        this.metrics = metrics;
    }

    ReadResult<CheckReport> gateway(CallerKey caller, CheckOptions options) {
        return gateway(caller, options, new GatewayVersion());
    }

    /** @param version takes the version that the gateway reports */
    ReadResult<CheckReport> gateway(CallerKey caller, CheckOptions options, GatewayVersion version) {
        return reader.read(snapshot -> gateways.outboundAccess())
                .map(access -> metrics.record(
                        CheckMetrics.Kind.GATEWAY,
                        gatewayCheck.run(caller, access, messageRules.forCheck(null, options), version)));
    }

    ReadResult<CheckReport> model(CallerKey caller, String id, CheckOptions options) {
        return check(caller, snapshot -> models.stored(id, snapshot), options);
    }

    ReadResult<CheckReport> draft(CallerKey caller, ModelDraft draft, CheckOptions options) {
        return check(caller, snapshot -> models.drafted(draft, snapshot), options);
    }

    private ReadResult<CheckReport> check(
            CallerKey caller, Function<Snapshot, CallableModel> find, CheckOptions options) {
        return reader.read(snapshot -> new Subject(find.apply(snapshot), gateways.outboundAccess()))
                .map(subject -> metrics.record(CheckMetrics.Kind.MODEL, run(caller, subject, options)));
    }

    private CheckReport run(CallerKey caller, Subject subject, CheckOptions options) {
        var messages = messageRules.forCheck(subject.model.apiKey(), options);
        return options.viaGateway()
                ? gatewayCheck.run(caller, subject.access, subject.model, options.tools(), messages)
                : modelCheck.run(caller, subject.model, subject.access.allowlist(), options, messages);
    }

    private record Subject(CallableModel model, OutboundAccess access) {}
}
