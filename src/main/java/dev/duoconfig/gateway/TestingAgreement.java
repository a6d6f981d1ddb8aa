package dev.duoconfig.gateway;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** The acceptance of the GitLab Testing Agreement, which goes with the beta toggle. */
record TestingAgreement(String acceptedBy, Instant acceptedAt) {

    static @Nullable TestingAgreement from(GatewayEntity entity) {
        var by = entity.testingAgreementAcceptedBy;
        var at = entity.testingAgreementAcceptedAt;
        return by == null || at == null ? null : new TestingAgreement(by, at);
    }
}
