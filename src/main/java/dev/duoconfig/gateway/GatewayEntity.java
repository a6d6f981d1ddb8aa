package dev.duoconfig.gateway;

import java.time.Instant;
import java.util.List;

import dev.duoconfig.resolve.GatewayDetails;
import dev.duoconfig.resolve.Snapshot;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** The only row of gateway settings. */
@Entity
@Table(name = "gateway")
@SuppressWarnings("NullAway.Init")
class GatewayEntity {

    static final short ID = 1;

    @Id
    short id;

    @Nullable
    String url;

    @Column(name = "environment_url")
    @Nullable
    String environmentUrl;

    /** The seal of the URL that applies; null if there is none. See {@link GatewaySeal}. */
    @Column(name = "url_sealed")
    byte @Nullable [] urlSealed;

    @Column(name = "url_key_id")
    @Nullable
    String urlKeyId;

    @Column(name = "request_timeout_seconds")
    int requestTimeoutSeconds;

    @Column(name = "beta_features_enabled")
    boolean betaFeaturesEnabled;

    @Column(name = "testing_agreement_accepted_by")
    @Nullable
    String testingAgreementAcceptedBy;

    @Column(name = "testing_agreement_accepted_at")
    @Nullable
    Instant testingAgreementAcceptedAt;

    @Column(name = "outbound_allowlist")
    @JdbcTypeCode(SqlTypes.ARRAY)
    String[] outboundAllowlist;

    /** The service of the Agent Platform, as host and port. */
    @Column(name = "agent_platform_url")
    @Nullable
    String agentPlatformUrl;

    @Column(name = "agent_platform_tls")
    boolean agentPlatformTls;

    @Column(name = "vendored_models_allowed")
    boolean vendoredModelsAllowed;

    /** The revision of the configuration at which the row was last changed. */
    long revision;

    @Column(name = "updated_at")
    @Nullable
    Instant updatedAt;

    @Column(name = "updated_by")
    @Nullable
    String updatedBy;

    /** The settings as part of a snapshot. */
    Snapshot.Gateway toSnapshot() {
        return new Snapshot.Gateway(
                effectiveUrl(),
                requestTimeoutSeconds,
                betaFeaturesEnabled,
                vendoredModelsAllowed,
                new GatewayDetails(
                        url != null,
                        testingAgreementAcceptedBy,
                        testingAgreementAcceptedAt,
                        List.of(outboundAllowlist),
                        agentPlatformUrl,
                        agentPlatformTls,
                        revision,
                        updatedAt,
                        updatedBy));
    }

    /** The URL that applies: the stored one, otherwise the environment's. */
    @Nullable
    String effectiveUrl() {
        return url != null ? url : environmentUrl;
    }
}
