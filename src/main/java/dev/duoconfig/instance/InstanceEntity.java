package dev.duoconfig.instance;

import java.time.Instant;

import dev.duoconfig.secret.Sealed;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A stored GitLab instance, without its status. */
@Entity
@Table(name = "gitlab_instance")
@SuppressWarnings("NullAway.Init")
class InstanceEntity {

    @Id
    long id;

    String name;

    String url;

    @Column(name = "token_sealed")
    byte[] tokenSealed;

    @Column(name = "token_key_id")
    String tokenKeyId;

    @Column(name = "token_updated_at")
    Instant tokenUpdatedAt;

    /** The key of the digests of API keys that were sent there. */
    @Column(name = "digest_key_sealed")
    byte[] digestKeySealed;

    @Column(name = "digest_key_key_id")
    String digestKeyKeyId;

    /** The id of a {@link Follow}. */
    String follow;

    /** The id of a {@link DeleteModels}. */
    @Column(name = "delete_models")
    String deleteModels;

    /** The revision of the configuration at the last change of this GitLab instance. */
    long revision;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @Column(name = "updated_by")
    String updatedBy;

    Sealed token() {
        return new Sealed(tokenKeyId, tokenSealed);
    }

    void storeToken(Sealed sealed) {
        tokenSealed = sealed.bytes();
        tokenKeyId = sealed.keyId();
    }

    Sealed digestKey() {
        return new Sealed(digestKeyKeyId, digestKeySealed);
    }

    void storeDigestKey(Sealed sealed) {
        digestKeySealed = sealed.bytes();
        digestKeyKeyId = sealed.keyId();
    }
}
