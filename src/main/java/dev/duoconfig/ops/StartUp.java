package dev.duoconfig.ops;

import java.sql.SQLException;

import dev.duoconfig.gateway.GatewaySettings;
import dev.duoconfig.outbound.HttpUrl;
import dev.duoconfig.outbound.HttpUrlException;
import dev.duoconfig.secret.MasterKeyCheck;
import dev.duoconfig.snapshot.CatalogueInUse;
import dev.duoconfig.snapshot.StoredApiKeys;
import dev.duoconfig.subscription.Subscriptions;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/** The order of things between the migration of the database and the first request. */
@ApplicationScoped
class StartUp {

    private final MasterKeyCheck masterKey;
    private final StoredApiKeys apiKeys;
    private final CatalogueInUse catalogue;
    private final GatewaySettings gateway;
    private final Subscriptions subscriptions;
    private final OperatorSettings settings;

    StartUp(
            MasterKeyCheck masterKey,
            StoredApiKeys apiKeys,
            CatalogueInUse catalogue,
            GatewaySettings gateway,
            Subscriptions subscriptions,
            OperatorSettings settings) {
        this.masterKey = masterKey;
        this.apiKeys = apiKeys;
        this.catalogue = catalogue;
        this.gateway = gateway;
        this.subscriptions = subscriptions;
        this.settings = settings;
    }

    /**
     * Whatever throws here refuses the start; of a {@link ConfigurationException} the operator sees the message alone. The
     * last step has loaded the first snapshot.
     */
    @ActivateRequestContext
    void start(@Observes StartupEvent event) throws SQLException {
        masterKey.verify(apiKeys.countByMasterKey().keySet());
        catalogue.record();
        gateway.recordEnvironmentUrl(environmentUrl());
        subscriptions.reevaluateAtStart();
    }

    private @Nullable String environmentUrl() {
        try {
            return settings.gatewayUrl()
                    .map(url -> HttpUrl.parse(url).withoutTrailingSlashes().value())
                    .orElse(null);
        } catch (HttpUrlException refused) {
            throw new ConfigurationException("AI_GATEWAY_URL cannot be used. " + refused.rule());
        }
    }
}
