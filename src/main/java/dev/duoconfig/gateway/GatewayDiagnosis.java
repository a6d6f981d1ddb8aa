package dev.duoconfig.gateway;

import java.util.List;
import java.util.stream.Stream;

import dev.duoconfig.diagnosis.Diagnosis;
import dev.duoconfig.diagnosis.Finding;
import dev.duoconfig.lastcheck.LastCheckFinding;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.secret.SecurityForms;
import jakarta.enterprise.context.ApplicationScoped;

/** Reports whether an AI gateway is configured, and whether it waits long enough. */
@ApplicationScoped
class GatewayDiagnosis implements Diagnosis {

    private static final String SUBJECT = "/gateway";
    private static final int DEFAULT_TIMEOUT_SECONDS = 60;

    /** How long the AI gateway waits for a model by default. */
    private static final int GATEWAY_TIMEOUT_SECONDS = 30;

    private final GatewayRepository repository;
    private final GatewaySeal seal;
    private final SecurityForms forms;

    GatewayDiagnosis(GatewayRepository repository, GatewaySeal seal, SecurityForms forms) {
        this.repository = repository;
        this.seal = seal;
        this.forms = forms;
    }

    @Override
    public Part part() {
        return Part.GATEWAY;
    }

    @Override
    public List<Finding> findings(Snapshot snapshot) {
        var entity = repository.get();
        return Stream.of(Stream.of(url(entity)), lastCheck(entity, snapshot), timeout(entity.requestTimeoutSeconds))
                .flatMap(found -> found)
                .toList();
    }

    /** Without a gateway, another finding says so already. */
    private Stream<Finding> lastCheck(GatewayEntity entity, Snapshot snapshot) {
        return entity.effectiveUrl() == null
                ? Stream.empty()
                : LastCheckFinding.of(
                        SUBJECT, "The AI gateway", snapshot.checks().ofGateway().last());
    }

    /** The AI gateway does not report its own timeout, so there is no warning while the default is kept here. */
    private static Stream<Finding> timeout(int seconds) {
        return seconds <= DEFAULT_TIMEOUT_SECONDS
                ? Stream.empty()
                : Stream.of(Finding.warning(
                        "gateway_timeout_shorter",
                        SUBJECT,
                        "GitLab waits up to %d s for a response, but the AI gateway waits only %d s for a model unless it is set otherwise."
                                .formatted(seconds, GATEWAY_TIMEOUT_SECONDS),
                        ("Set AIGW_DUO_CHAT__MODEL_REQUEST_TIMEOUT in the environment of the AI gateway to %d or more. This service"
                                        + " cannot read it, so the finding stays. Or set request_timeout_seconds to %d with PATCH"
                                        + " /gateway.")
                                .formatted(seconds, DEFAULT_TIMEOUT_SECONDS)));
    }

    private Finding url(GatewayEntity entity) {
        if (entity.effectiveUrl() == null) {
            return Finding.error(
                    "gateway_not_configured",
                    SUBJECT,
                    "No AI gateway URL is configured, so no self-hosted model can be reached.",
                    "Set it with PATCH /gateway, such as {\"url\": \"https://aigw.example.com\"}.");
        }
        if (!seal.fits(entity, forms.read())) {
            return Finding.error(
                    "gateway_not_set_here",
                    SUBJECT,
                    "The AI gateway is " + entity.effectiveUrl()
                            + ", but this URL was not set through this service. No API key is"
                            + " sent to it in checks.",
                    "Find out who changed it in the database. Then set the right URL with PATCH /gateway (url).");
        }
        var tooFar = GatewayPath.warning(entity.effectiveUrl());
        if (tooFar != null) {
            return Finding.warning(
                    tooFar.code(),
                    SUBJECT,
                    tooFar.detail(),
                    "Run POST /gateway/check. If it fails, correct the URL with PATCH /gateway (url), or in AI_GATEWAY_URL if it"
                            + " comes from there.");
        }
        var source = entity.url == null ? ", taken from AI_GATEWAY_URL." : ".";
        return Finding.ok("gateway_configured", SUBJECT, "The AI gateway is " + entity.effectiveUrl() + source);
    }
}
