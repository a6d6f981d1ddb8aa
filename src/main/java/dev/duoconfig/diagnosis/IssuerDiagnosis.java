package dev.duoconfig.diagnosis;

import java.util.List;

import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.security.IssuerState;
import jakarta.enterprise.context.ApplicationScoped;

/** Reports an issuer whose keys can no longer be read. */
@ApplicationScoped
class IssuerDiagnosis implements Diagnosis {

    /** There is no path for the issuer; every path needs its tokens. */
    private static final String SUBJECT = "/";

    private final IssuerState issuer;

    IssuerDiagnosis(IssuerState issuer) {
        this.issuer = issuer;
    }

    @Override
    public Part part() {
        return Part.ISSUER;
    }

    @Override
    public List<Finding> findings(Snapshot snapshot) {
        if (issuer.isResponding()) {
            return List.of();
        }
        return List.of(Finding.warning(
                "issuer_unavailable",
                SUBJECT,
                "The keys of the OIDC issuer cannot be read; the last time was %d s ago. Tokens signed with newer keys are refused."
                        .formatted(issuer.keysAge().toSeconds()),
                "Make the issuer in DUO_OIDC_ISSUER reachable for the service. Its log has the reason."));
    }
}
