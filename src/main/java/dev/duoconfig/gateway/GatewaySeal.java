package dev.duoconfig.gateway;

import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.duoconfig.apikey.OtherSealedValues;
import dev.duoconfig.apikey.SealedAgain;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.secret.Sealed;
import dev.duoconfig.secret.SecretBox;
import dev.duoconfig.secret.SecretLocation;
import dev.duoconfig.secret.SecurityForm;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Proves that the URL of the AI gateway was set through this service, so that no stored API key is sent to one that somebody
 * wrote into the database. See docs/adr/0022-keys-bound-to-servers.md.
 */
@ApplicationScoped
class GatewaySeal implements OtherSealedValues {

    private static final SecretLocation LOCATION = new SecretLocation("gateway", 1, "url");

    private final GatewayRepository repository;
    private final SecretBox secrets;

    GatewaySeal(GatewayRepository repository, SecretBox secrets) {
        this.repository = repository;
        this.secrets = secrets;
    }

    /** Whether keys may be given to the gateway. Without the form, and without a gateway, there is nothing to prove. */
    boolean fits(GatewayEntity entity, SecurityForm form) {
        if (!form.keysBound() || entity.effectiveUrl() == null) {
            return true;
        }
        return entity.urlSealed != null
                && secrets.opens(new Sealed(String.valueOf(entity.urlKeyId), entity.urlSealed), location(entity));
    }

    /** Seals the URL in effect, because the caller or the operator has named it. */
    void seal(GatewayEntity entity, SecurityForm form) {
        var sealed = form.keysBound() && entity.effectiveUrl() != null ? secrets.seal("", location(entity)) : null;
        entity.urlSealed = sealed == null ? null : sealed.bytes();
        entity.urlKeyId = sealed == null ? null : sealed.keyId();
    }

    /** Counts nothing: a seal that does not open loses no secret. */
    @Override
    public Map<String, Integer> countByMasterKey(Connection connection) {
        return Map.of();
    }

    @Override
    public List<String> secrets() {
        return List.of();
    }

    @Override
    public SealedAgain sealAgain(SecurityForm before) {
        var entity = repository.get();
        if (fits(entity, before)) {
            seal(entity, before.begun());
        }
        return SealedAgain.NONE;
    }

    private static SecretLocation location(GatewayEntity entity) {
        return LOCATION.boundTo(Objects.requireNonNullElse(HttpUrl.originOf(entity.effectiveUrl()), ""));
    }
}
