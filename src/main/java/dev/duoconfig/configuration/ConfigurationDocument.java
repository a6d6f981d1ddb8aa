package dev.duoconfig.configuration;

import java.util.List;

import dev.duoconfig.feature.ConfigurationFeature;
import dev.duoconfig.gateway.GatewayRequest;
import dev.duoconfig.http.body.MaxItems;
import org.jspecify.annotations.Nullable;

/** The whole configuration, current or desired. In a request, any part may be null; in a response, none is. */
record ConfigurationDocument(
        @Nullable GatewayRequest gateway,
        @MaxItems(MAX_MODELS) @Nullable List<@Nullable ConfigurationModel> models,
        @MaxItems(MAX_FEATURES) @Nullable List<@Nullable ConfigurationFeature> features) {

    static final int MAX_MODELS = 10_000;
    static final int MAX_FEATURES = 1_000;
}
