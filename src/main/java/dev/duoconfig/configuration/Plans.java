package dev.duoconfig.configuration;

import dev.duoconfig.feature.Features;
import dev.duoconfig.gateway.Gateways;
import dev.duoconfig.model.ModelWrites;
import dev.duoconfig.security.Caller;
import dev.duoconfig.store.ConfigurationWriter;
import dev.duoconfig.store.WriteKind;
import dev.duoconfig.store.WriteOptions;
import dev.duoconfig.store.WriteResult;
import jakarta.enterprise.context.ApplicationScoped;

/** Plans writes that are not stored. */
@ApplicationScoped
class Plans {

    private final ConfigurationWriter writer;
    private final Gateways gateways;
    private final ModelWrites models;
    private final Features features;

    Plans(ConfigurationWriter writer, Gateways gateways, ModelWrites models, Features features) {
        this.writer = writer;
        this.gateways = gateways;
        this.models = models;
        this.features = features;
    }

    /** Makes the writes in one transaction that is rolled back, so that the plan has what they would do, and no more. */
    WriteResult<ConfigurationPlan> plan(Caller caller, PlanRequest request) {
        request.requireWrites();
        return writer.write(
                WriteKind.CONFIGURATION,
                WriteOptions.unconditional(caller, true),
                pending -> new PlannedWrites(gateways, models, features, pending).plan(request));
    }
}
