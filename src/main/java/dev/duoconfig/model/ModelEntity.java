package dev.duoconfig.model;

import java.time.Instant;

import dev.duoconfig.resolve.Deployment;
import dev.duoconfig.resolve.ModelDetails;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.secret.Sealed;
import dev.duoconfig.secret.SecurityForm;
import dev.duoconfig.store.SealedKeyMapping;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A stored model. */
@Entity
@Table(name = "model")
@SuppressWarnings("NullAway.Init")
class ModelEntity {

    @Id
    long id;

    String name;

    String family;

    @Nullable
    String endpoint;

    String identifier;

    @Column(name = "iam_role")
    @Nullable
    String iamRole;

    @Column(name = "api_key_sealed")
    byte @Nullable [] apiKeySealed;

    @Column(name = "api_key_key_id")
    @Nullable
    String apiKeyKeyId;

    @Column(name = "api_key_updated_at")
    @Nullable
    Instant apiKeyUpdatedAt;

    /** The revision of the configuration at the last change of this model. */
    long revision;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @Column(name = "updated_by")
    String updatedBy;

    boolean hasApiKey() {
        return apiKeySealed != null;
    }

    @Nullable
    Sealed sealedApiKey() {
        return apiKeySealed == null ? null : new Sealed(String.valueOf(apiKeyKeyId), apiKeySealed);
    }

    Deployment deployment() {
        return new Deployment(name, family, endpoint, identifier, iamRole);
    }

    void setDeployment(Deployment deployment) {
        name = deployment.name();
        family = deployment.family();
        endpoint = deployment.endpoint();
        identifier = deployment.identifier();
        iamRole = deployment.iamRole();
    }

    /** The model as part of a snapshot. */
    Snapshot.Model toSnapshot(SecurityForm form) {
        var sealed = sealedApiKey();
        return new Snapshot.Model(
                id,
                deployment(),
                sealed == null ? null : SealedKeyMapping.toSnapshot(sealed, form),
                new ModelDetails(apiKeyUpdatedAt, createdAt, updatedAt, updatedBy));
    }

    void storeApiKey(@Nullable Sealed sealed, Instant at) {
        apiKeySealed = sealed == null ? null : sealed.bytes();
        apiKeyKeyId = sealed == null ? null : sealed.keyId();
        apiKeyUpdatedAt = sealed == null ? null : at;
    }

    /** Stores the same key, sealed again. */
    void keepApiKey(Sealed sealed) {
        apiKeySealed = sealed.bytes();
        apiKeyKeyId = sealed.keyId();
    }
}
