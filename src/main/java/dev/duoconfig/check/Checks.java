package dev.duoconfig.check;

import java.util.function.Function;

import dev.duoconfig.gateway.GatewaySettings;
import dev.duoconfig.gateway.OutboundTerms;
import dev.duoconfig.model.CallableModel;
import dev.duoconfig.model.CallableModels;
import dev.duoconfig.model.ModelDraft;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.snapshot.ConfigurationReader;
import dev.duoconfig.snapshot.ReadResult;
import jakarta.enterprise.context.ApplicationScoped;

/** Runs checks: reads at once what one needs, and holds nothing of the database while others are asked. */
@ApplicationScoped
class Checks {

    private final ConfigurationReader reader;
    private final GatewaySettings settings;
    private final CallableModels models;
    private final GatewayCheck gatewayCheck;
    private final ModelCheck modelCheck;
    private final CheckTimes times;

    Checks(
            ConfigurationReader reader,
            GatewaySettings settings,
            CallableModels models,
            GatewayCheck gatewayCheck,
            ModelCheck modelCheck,
            CheckTimes times) {
        this.reader = reader;
        this.settings = settings;
        this.models = models;
        this.gatewayCheck = gatewayCheck;
        this.modelCheck = modelCheck;
        this.times = times;
    }

    ReadResult<CheckReport> gateway() {
        return reader.read(snapshot -> settings.outboundTerms())
                .map(terms -> times.record(CheckTimes.Kind.GATEWAY, gatewayCheck.run(terms)));
    }

    ReadResult<CheckReport> model(String id, CheckOptions options) {
        return check(snapshot -> models.stored(id, snapshot), options);
    }

    ReadResult<CheckReport> draft(ModelDraft draft, CheckOptions options) {
        return check(snapshot -> models.drafted(draft, snapshot), options);
    }

    private ReadResult<CheckReport> check(Function<Snapshot, CallableModel> find, CheckOptions options) {
        return reader.read(snapshot -> new Subject(find.apply(snapshot), settings.outboundTerms()))
                .map(subject -> times.record(CheckTimes.Kind.MODEL, run(subject, options)));
    }

    private CheckReport run(Subject subject, CheckOptions options) {
        return options.viaGateway()
                ? gatewayCheck.run(subject.terms, subject.model)
                : modelCheck.run(subject.model, subject.terms.allowlist(), options.completion());
    }

    private record Subject(CallableModel model, OutboundTerms terms) {}
}
