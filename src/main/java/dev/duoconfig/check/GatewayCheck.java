package dev.duoconfig.check;

import java.util.Map;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.check.CheckReport.StepName;
import dev.duoconfig.feature.ModelMetadata;
import dev.duoconfig.gateway.OutboundAccess;
import dev.duoconfig.model.CallableModel;
import dev.duoconfig.outbound.Deadline;
import dev.duoconfig.outbound.OutboundClient;
import dev.duoconfig.outbound.OutboundResponse;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.outbound.address.HttpUrlException;
import dev.duoconfig.security.CallerKey;
import jakarta.enterprise.context.ApplicationScoped;

/** Checks the AI gateway, and a model through it. */
@ApplicationScoped
class GatewayCheck {

    private static final String HEALTH = "/monitoring/healthz";
    private static final String PROMPT = "/v1/prompts/model_configuration%2Fcheck";
    private static final Pattern HTTP_STATUS = Pattern.compile("(?<!\\d)[1-5]\\d\\d(?!\\d)");

    private final OutboundClient client;
    private final CheckSettings settings;
    private final ObjectMapper json;

    GatewayCheck(OutboundClient client, CheckSettings settings, ObjectMapper json) {
        this.client = client;
        this.settings = settings;
        this.json = json;
    }

    CheckReport run(CallerKey caller, OutboundAccess access) {
        return run(caller, access, (run, connection, gateway) -> {});
    }

    CheckReport run(CallerKey caller, OutboundAccess access, CallableModel subject) {
        if (subject.apiKey() != null && !access.gatewayMayHaveKeys()) {
            return unusable(
                    new CheckRun(settings.stepTimeout()),
                    "The URL of the AI gateway was changed in the database, so no API key is sent to it.",
                    "Set the right url of the AI gateway with PATCH /gateway.");
        }
        return run(
                caller,
                access,
                (run, connection, gateway) ->
                        run.step(StepName.GATEWAY_PROMPT, deadline -> prompt(connection, gateway, subject, deadline)));
    }

    private CheckReport run(CallerKey caller, OutboundAccess access, Continuation continuation) {
        var run = new CheckRun(settings.stepTimeout());
        var url = access.gatewayUrl();
        if (url == null) {
            return unusable(
                    run,
                    "No AI gateway is configured.",
                    "There is no AI gateway to check. Set its url with PATCH /gateway.");
        }
        try {
            var gateway = HttpUrl.parse(url);
            var connection = new ServerConnection(
                    client.onBehalfOf(caller), json, gateway, access.allowlist(), access.gatewayTrust());
            connection.open(run);
            run.step(StepName.GATEWAY_HEALTH, deadline -> health(connection, gateway, deadline));
            continuation.run(run, connection, gateway);
            return run.report();
        } catch (HttpUrlException e) {
            return unusable(
                    run,
                    "The URL of the AI gateway cannot be used. " + e.rule(),
                    "Correct the url of the AI gateway with PATCH /gateway.");
        }
    }

    private static StepOutcome health(ServerConnection connection, HttpUrl gateway, Deadline deadline) {
        var url = gateway.resolve(HEALTH);
        var response = connection.get(url, Map.of("Accept", "application/json"), deadline);
        var detail = "GET " + url + " returned " + response.status() + ".";
        return response.status() == 200
                ? StepOutcome.passed(detail, "The AI gateway responds and is healthy.")
                : StepOutcome.failed(detail, GatewayExplanations.health(response.status()));
    }

    private StepOutcome prompt(ServerConnection connection, HttpUrl gateway, CallableModel subject, Deadline deadline) {
        var url = gateway.resolve(PROMPT);
        var response = connection.post(url, Map.of("Accept", "application/json"), body(subject), deadline);
        var detail = "POST " + url + " returned " + response.status();
        return switch (response.status()) {
            case 200 -> StepOutcome.passed(detail + ".", "The model answers through the AI gateway.");
            case 421 -> {
                var status = modelStatus(response);
                yield StepOutcome.failed(
                        detail + ": the model server returned " + (status == 0 ? "an error" : String.valueOf(status))
                                + " to the gateway.",
                        GatewayExplanations.modelServer(status, subject.apiKey() != null));
            }
            default -> StepOutcome.failed(detail + ".", GatewayExplanations.prompt(response.status()));
        };
    }

    private static Map<String, Object> body(CallableModel subject) {
        return Map.of(
                "inputs",
                Map.of(),
                "stream",
                false,
                "model_metadata",
                ModelMetadata.from(subject.model(), subject.apiKey()));
    }

    /** The status that the model server returned to the gateway; 0 if the response does not contain it. */
    private static int modelStatus(OutboundResponse response) {
        var status = HTTP_STATUS.matcher(Bodies.json(response).path("detail").asText());
        return status.find() ? Integer.parseInt(status.group()) : 0;
    }

    private static CheckReport unusable(CheckRun run, String detail, String summary) {
        return run.step(StepName.OUTBOUND_POLICY, deadline -> StepOutcome.failed(detail, summary))
                .report();
    }

    /** The steps after the AI gateway is known to be healthy. */
    private interface Continuation {
        void run(CheckRun run, ServerConnection connection, HttpUrl gateway);
    }
}
