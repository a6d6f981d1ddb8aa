package dev.duoconfig.check;

import java.util.Map;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.feature.ModelMetadata;
import dev.duoconfig.gateway.OutboundTerms;
import dev.duoconfig.model.CallableModel;
import dev.duoconfig.outbound.HttpUrl;
import dev.duoconfig.outbound.HttpUrlException;
import dev.duoconfig.outbound.OutboundClient;
import dev.duoconfig.outbound.OutboundResponse;
import jakarta.enterprise.context.ApplicationScoped;

/** Asks the AI gateway, and through it a model. */
@ApplicationScoped
class GatewayCheck {

    private static final String HEALTH = "/monitoring/healthz";
    private static final String PROMPT = "/v1/prompts/model_configuration%2Fcheck";
    private static final Pattern STATUS = Pattern.compile("(?<!\\d)[1-5]\\d\\d(?!\\d)");

    private final OutboundClient client;
    private final CheckSettings settings;
    private final ObjectMapper json;

    GatewayCheck(OutboundClient client, CheckSettings settings, ObjectMapper json) {
        this.client = client;
        this.settings = settings;
        this.json = json;
    }

    CheckReport run(OutboundTerms terms) {
        return run(terms, (ladder, passage, gateway) -> {});
    }

    CheckReport run(OutboundTerms terms, CallableModel subject) {
        return run(
                terms,
                (ladder, passage, gateway) ->
                        ladder.step(StepName.GATEWAY_PROMPT, time -> prompt(passage, gateway, subject, time)));
    }

    private CheckReport run(OutboundTerms terms, Continuation continuation) {
        var ladder = new Ladder(settings.stepTimeout());
        var url = terms.gatewayUrl();
        if (url == null) {
            return unusable(
                    ladder,
                    "No AI gateway is configured.",
                    "There is nothing to check: set the AI gateway's URL with PATCH /gateway, property url.");
        }
        try {
            var gateway = HttpUrl.parse(url);
            var passage = new Passage(client, gateway, terms.allowlist(), terms.gatewayTrust());
            passage.open(ladder);
            ladder.step(StepName.GATEWAY_HEALTH, time -> health(passage, gateway, time));
            continuation.follow(ladder, passage, gateway);
            return ladder.report();
        } catch (HttpUrlException refused) {
            return unusable(
                    ladder,
                    "The AI gateway's URL cannot be used. " + refused.rule(),
                    "Correct the AI gateway's URL with PATCH /gateway, property url.");
        }
    }

    private static Outcome health(Passage passage, HttpUrl gateway, StepTime time) {
        var url = gateway.resolve(HEALTH);
        var response = passage.get(url, Map.of("Accept", "application/json"), time);
        var detail = "GET " + url + " answered " + response.status() + ".";
        return response.status() == 200
                ? Outcome.passed(detail, "The AI gateway answers.")
                : Outcome.failed(detail, GatewayTexts.health(response.status()));
    }

    private Outcome prompt(Passage passage, HttpUrl gateway, CallableModel subject, StepTime time) {
        var url = gateway.resolve(PROMPT);
        var response = passage.post(
                url, Map.of("Accept", "application/json", "Content-Type", "application/json"), body(subject), time);
        var detail = "POST " + url + " answered " + response.status();
        return switch (response.status()) {
            case 200 -> Outcome.passed(detail + ".", "The model answers through the AI gateway.");
            case 421 -> {
                var status = modelStatus(response);
                yield Outcome.failed(
                        detail + ": the model server answered the gateway with "
                                + (status == 0 ? "an error" : String.valueOf(status)) + ".",
                        GatewayTexts.modelServer(status, subject.apiKey() != null));
            }
            default -> Outcome.failed(detail + ".", GatewayTexts.prompt(response.status()));
        };
    }

    private String body(CallableModel subject) {
        try {
            return json.writeValueAsString(Map.of(
                    "inputs",
                    Map.of(),
                    "stream",
                    false,
                    "model_metadata",
                    ModelMetadata.from(subject.model(), subject.apiKey())));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The status that the gateway had from the model server; 0 when it does not say. */
    private static int modelStatus(OutboundResponse response) {
        var status =
                STATUS.matcher(ForeignJson.read(response.body()).path("detail").asText());
        return status.find() ? Integer.parseInt(status.group()) : 0;
    }

    private static CheckReport unusable(Ladder ladder, String detail, String summary) {
        return ladder.step(StepName.OUTBOUND_POLICY, time -> Outcome.failed(detail, summary))
                .report();
    }

    /** What follows once the gateway is known to answer. */
    private interface Continuation {
        void follow(Ladder ladder, Passage passage, HttpUrl gateway);
    }
}
