package dev.duoconfig.model;

import java.time.Instant;

import dev.duoconfig.resolve.Deployment;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.secret.Sealed;
import dev.duoconfig.secret.SecretLocation;
import dev.duoconfig.store.SealedKeyMapping;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** One registered deployment. */
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

    /** Made by the database, and only ever asked about there. */
    @Column(name = "search_text", insertable = false, updatable = false)
    String searchText;

    @Column(name = "api_key_sealed")
    byte @Nullable [] apiKeySealed;

    @Column(name = "api_key_key_id")
    @Nullable
    String apiKeyKeyId;

    @Column(name = "api_key_updated_at")
    @Nullable
    Instant apiKeyUpdatedAt;

    /** When the row was last changed, as a revision of the configuration. */
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
        return new Deployment(name, family, endpoint, identifier);
    }

    void setDeployment(Deployment deployment) {
        name = deployment.name();
        family = deployment.family();
        endpoint = deployment.endpoint();
        identifier = deployment.identifier();
    }

    /** The model as a snapshot holds it. */
    Snapshot.Model toSnapshot() {
        var sealed = sealedApiKey();
        return new Snapshot.Model(id, deployment(), sealed == null ? null : SealedKeyMapping.toSnapshot(sealed));
    }

    void storeApiKey(@Nullable Sealed sealed, Instant at) {
        apiKeySealed = sealed == null ? null : sealed.bytes();
        apiKeyKeyId = sealed == null ? null : sealed.keyId();
        apiKeyUpdatedAt = sealed == null ? null : at;
    }

    SecretLocation apiKeyPlace() {
        return new SecretLocation("model", id, "api_key");
    }
}
