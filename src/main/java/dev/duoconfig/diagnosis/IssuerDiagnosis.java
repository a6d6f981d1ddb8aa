package dev.duoconfig.diagnosis;

import java.util.List;

import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.security.IssuerState;
import dev.duoconfig.security.IssuerVariables;
import dev.duoconfig.security.Issuers;
import jakarta.enterprise.context.ApplicationScoped;

/** Reports issuers whose keys can no longer be read. */
@ApplicationScoped
class IssuerDiagnosis implements Diagnosis {

    /** There is no path for the issuer; every path needs its tokens. */
    private static final String SUBJECT = "/";

    private final Issuers issuers;

    IssuerDiagnosis(Issuers issuers) {
        this.issuers = issuers;
    }

    @Override
    public Part part() {
        return Part.ISSUER;
    }

    @Override
    public List<Finding> findings(Snapshot snapshot) {
        return issuers.states().stream()
                .filter(issuer -> !issuer.isResponding())
                .map(IssuerDiagnosis::finding)
                .toList();
    }

    private static Finding finding(IssuerState issuer) {
        return Finding.warning(
                "issuer_unavailable",
                SUBJECT,
                "The keys of the OIDC issuer %s cannot be read; %s. Tokens signed with newer keys are refused."
                        .formatted(
                                issuer.id().issuer(),
                                issuer.canVerifyTokens()
                                        ? "the last time was %d s ago"
                                                .formatted(issuer.keysAge().toSeconds())
                                        : "they never were"),
                "Make the issuer in %s reachable for the service. Its log has the reason."
                        .formatted(issuer.id().variable(IssuerVariables.ISSUER)));
    }
}
