package dev.duoconfig.gateway;

import java.util.List;

import dev.duoconfig.diagnosis.Diagnosis;
import dev.duoconfig.diagnosis.Finding;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.secret.SecurityForms;
import jakarta.enterprise.context.ApplicationScoped;

/** Reports whether an AI gateway is configured. */
@ApplicationScoped
class GatewayDiagnosis implements Diagnosis {

    private static final String SUBJECT = "/gateway";

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
        if (entity.effectiveUrl() == null) {
            return List.of(Finding.error(
                    "gateway_not_configured",
                    SUBJECT,
                    "No AI gateway URL is configured, so no self-hosted model can be reached.",
                    "Set it with PATCH /gateway, such as {\"url\": \"https://aigw.example.com\"}."));
        }
        if (!seal.fits(entity, forms.read())) {
            return List.of(Finding.error(
                    "gateway_not_set_here",
                    SUBJECT,
                    "The AI gateway is " + entity.effectiveUrl()
                            + ", but this URL was not set through this service. No API key is"
                            + " sent to it in checks.",
                    "Find out who changed it in the database. Then set the right URL with PATCH /gateway (url)."));
        }
        var tooFar = GatewayPath.warning(entity.effectiveUrl());
        if (tooFar != null) {
            return List.of(Finding.warning(
                    tooFar.code(),
                    SUBJECT,
                    tooFar.detail(),
                    "Run POST /gateway/check. If it fails, correct the URL with PATCH /gateway (url), or in AI_GATEWAY_URL if it"
                            + " comes from there."));
        }
        var source = entity.url == null ? ", taken from AI_GATEWAY_URL." : ".";
        return List.of(
                Finding.ok("gateway_configured", SUBJECT, "The AI gateway is " + entity.effectiveUrl() + source));
    }
}
