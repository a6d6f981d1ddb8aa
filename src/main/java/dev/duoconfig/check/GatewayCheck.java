package dev.duoconfig.check;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.check.CheckReport.CheckSuggestion;
import dev.duoconfig.check.CheckReport.StepName;
import dev.duoconfig.feature.ModelMetadata;
import dev.duoconfig.gateway.GatewayPath;
import dev.duoconfig.gateway.OutboundAccess;
import dev.duoconfig.model.CallableModel;
import dev.duoconfig.outbound.Deadline;
import dev.duoconfig.outbound.OutboundClient;
import dev.duoconfig.outbound.OutboundException;
import dev.duoconfig.outbound.OutboundResponse;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.outbound.address.HttpUrlException;
import dev.duoconfig.resolve.BedrockArn;
import dev.duoconfig.resolve.Deployment;
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

    /** @param version takes the version that the gateway reports */
    CheckReport run(CallerKey caller, OutboundAccess access, ServerMessages messages, GatewayVersion version) {
        var agentPlatform = new AgentPlatformCheck(client.onBehalfOf(caller), json, access);
        return run(caller, access, messages, version, (run, connection, gateway) -> agentPlatform.run(run));
    }

    CheckReport run(
            CallerKey caller, OutboundAccess access, CallableModel subject, boolean tools, ServerMessages messages) {
        if (subject.apiKey() != null && !access.gatewayMayHaveKeys()) {
            return unusable(
                    new CheckRun(settings.stepTimeout()),
                    "The URL of the AI gateway was changed in the database, so no API key is sent to it.",
                    "Set the right url of the AI gateway with PATCH /gateway.");
        }
        if (subject.model().deployment().endpointTooLong()) {
            return unusable(
                    new CheckRun(settings.stepTimeout()),
                    "The endpoint has more than " + Deployment.MAX_GATEWAY_ENDPOINT_LENGTH
                            + " characters, so the AI gateway would ask GitLab's own model.",
                    "Set a shorter endpoint with PATCH /models/{id}.");
        }
        return run(caller, access, messages, new GatewayVersion(), (run, connection, gateway) -> {
            run.step(StepName.GATEWAY_PROMPT, deadline -> prompt(connection, gateway, subject, messages, deadline));
            if (tools) {
                run.step(StepName.TOOL_CALL, deadline -> StepOutcome.skipped(ToolCall.NOT_THROUGH_GATEWAY));
            }
        });
    }

    private CheckReport run(
            CallerKey caller,
            OutboundAccess access,
            ServerMessages messages,
            GatewayVersion version,
            Continuation continuation) {
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
            run.step(StepName.GATEWAY_HEALTH, deadline -> health(connection, gateway, messages, version, deadline));
            continuation.run(run, connection, gateway);
            return run.report();
        } catch (HttpUrlException e) {
            return unusable(
                    run,
                    "The URL of the AI gateway cannot be used. " + e.rule(),
                    "Correct the url of the AI gateway with PATCH /gateway.");
        }
    }

    private static StepOutcome health(
            ServerConnection connection,
            HttpUrl gateway,
            ServerMessages messages,
            GatewayVersion version,
            Deadline deadline) {
        var response = askHealth(connection, gateway, deadline);
        var detail = "GET " + gateway.resolve(HEALTH) + " returned " + response.status() + ".";
        if (isHealthy(response)) {
            version.read(response);
            return StepOutcome.passed(detail, "The AI gateway responds and is healthy.");
        }
        var failure = response.status() == 200
                ? StepOutcome.failed(detail + " The response is a web page.", GatewayExplanations.webPage())
                : StepOutcome.failed(detail, GatewayExplanations.health(response.status()));
        var base = GatewayPath.withoutOperation(gateway.value());
        return (base == null ? failure : tooFar(failure, connection, base, deadline))
                .withServerMessage(messages.of(response));
    }

    /** The failure of a gateway whose URL goes too far. The URL before that is proposed if a gateway responds there. */
    private static StepOutcome tooFar(
            StepOutcome failure, ServerConnection connection, String base, Deadline deadline) {
        var summary = GatewayExplanations.tooFar(base);
        try {
            return !deadline.isOver() && isHealthy(askHealth(connection, HttpUrl.parse(base), deadline))
                    ? failure.explained(
                            summary,
                            List.of(new CheckSuggestion(
                                    "url", base, "An AI gateway reports that it is healthy under this URL.")))
                    : failure.explained(summary + " " + failure.summary(), List.of());
        } catch (OutboundException e) {
            return failure.explained(summary + " " + failure.summary(), List.of());
        }
    }

    private static OutboundResponse askHealth(ServerConnection connection, HttpUrl gateway, Deadline deadline) {
        return connection.get(gateway.resolve(HEALTH), Map.of("Accept", "application/json"), deadline);
    }

    private static boolean isHealthy(OutboundResponse response) {
        return response.status() == 200 && !Bodies.isHtml(response);
    }

    private static StepOutcome prompt(
            ServerConnection connection,
            HttpUrl gateway,
            CallableModel subject,
            ServerMessages messages,
            Deadline deadline) {
        var url = gateway.resolve(PROMPT);
        var response = connection.post(url, Map.of("Accept", "application/json"), body(subject), deadline);
        var detail = "POST " + url + " returned " + response.status();
        if (response.status() == 200 && isAnswer(response)) {
            return StepOutcome.passed(detail + ".", "The model answers through the AI gateway.");
        }
        return failure(response, detail, subject).withServerMessage(messages.of(response));
    }

    private static StepOutcome failure(OutboundResponse response, String detail, CallableModel subject) {
        var platform = subject.model().platform();
        if (response.status() == 421) {
            var status = modelStatus(response);
            return StepOutcome.failed(
                    detail + ": the model server returned " + (status == 0 ? "an error" : String.valueOf(status))
                            + " to the gateway.",
                    GatewayExplanations.modelServer(status, subject.apiKey() != null, platform),
                    withConverse(subject));
        }
        return isOfGateway(response)
                ? StepOutcome.failed(
                        detail + ".", GatewayExplanations.prompt(response.status(), platform), withConverse(subject))
                : StepOutcome.failed(
                        detail + " with a response that is not the gateway's.",
                        GatewayExplanations.proxy(response.status()));
    }

    private static List<CheckSuggestion> withConverse(CallableModel subject) {
        var identifier = BedrockArn.withConverse(subject.model().identifier());
        return identifier == null
                ? List.of()
                : List.of(
                        new CheckSuggestion(
                                "identifier",
                                identifier,
                                "The ARN does not name the model, so the AI gateway cannot tell which API of Bedrock to call."));
    }

    private static boolean isAnswer(OutboundResponse response) {
        var body = Bodies.json(response);
        return !body.isMissingNode() && !body.isNull() && !body.has("error");
    }

    /** The gateway explains errors in {@code detail}, or in {@code error}, and failures of its own in one fixed text. */
    private static boolean isOfGateway(OutboundResponse response) {
        var body = Bodies.json(response);
        return (body.isObject() && (body.isEmpty() || body.has("detail") || body.has("error")))
                || (response.status() == 500 && response.body().strip().equals("Internal Server Error"));
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
