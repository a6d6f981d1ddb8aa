package dev.duoconfig.check;

import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.model.CallableModel;
import dev.duoconfig.outbound.Allowlist;
import dev.duoconfig.outbound.HttpUrl;
import dev.duoconfig.outbound.HttpUrlException;
import dev.duoconfig.outbound.OutboundClient;
import dev.duoconfig.outbound.Trust;
import jakarta.enterprise.context.ApplicationScoped;

/** Asks the server of a model directly. */
@ApplicationScoped
class ModelCheck {

    private static final String BEDROCK =
            "Bedrock is not asked directly: its credentials and region live in the AI gateway."
                    + " via=gateway asks the model there.";

    private final OutboundClient client;
    private final CheckSettings settings;
    private final ObjectMapper json;

    ModelCheck(OutboundClient client, CheckSettings settings, ObjectMapper json) {
        this.client = client;
        this.settings = settings;
        this.json = json;
    }

    CheckReport run(CallableModel subject, Allowlist allowlist, boolean completion) {
        var ladder = new Ladder(settings.stepTimeout());
        var model = subject.model();
        var platform = model.platform();
        var endpoint = model.endpoint();
        if (platform == Platform.BEDROCK) {
            return bedrock(ladder, completion);
        }
        if (platform == null || endpoint == null) {
            return unusable(ladder, "The model lacks an endpoint, or its identifier a known prefix.");
        }
        try {
            var name = model.identifier().substring(platform.prefix().length() + 1);
            var server = new ModelServer(platform, HttpUrl.parse(endpoint), name, subject.apiKey());
            return ask(server, allowlist, completion, ladder);
        } catch (HttpUrlException refused) {
            return unusable(ladder, "The endpoint cannot be used. " + refused.rule());
        }
    }

    private CheckReport ask(ModelServer server, Allowlist allowlist, boolean completion, Ladder ladder) {
        var passage = new Passage(client, server.endpoint(), allowlist, Trust.ADMINISTRATOR);
        var list = new ListModels(server, passage, new Redactor(server.apiKey()));
        passage.open(ladder);
        if (!completion) {
            return ladder.step(StepName.LIST_MODELS, time -> list.judge(list.ask(time), time))
                    .report();
        }
        var talk = new Conversation(list, new Completion(server, passage, json));
        return ladder.step(StepName.LIST_MODELS, talk::list)
                .step(StepName.COMPLETION, talk::complete)
                .report();
    }

    private static CheckReport bedrock(Ladder ladder, boolean completion) {
        var steps = List.of(StepName.OUTBOUND_POLICY, StepName.CONNECT, StepName.TLS, StepName.LIST_MODELS);
        steps.forEach(step -> ladder.step(step, time -> Outcome.skipped(BEDROCK)));
        if (completion) {
            ladder.step(StepName.COMPLETION, time -> Outcome.skipped(BEDROCK));
        }
        return ladder.report();
    }

    private static CheckReport unusable(Ladder ladder, String reason) {
        return ladder.step(
                        StepName.OUTBOUND_POLICY,
                        time -> Outcome.failed(
                                reason, "Nothing can be asked: correct the model with PATCH /models/{id}."))
                .report();
    }
}
