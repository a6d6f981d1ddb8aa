package dev.duoconfig.configuration;

import java.util.List;

import dev.duoconfig.feature.ConfigurationFeature;
import dev.duoconfig.gateway.GatewayRequest;
import org.jspecify.annotations.Nullable;

/** The whole configuration, current or desired. In a request, any part may be null; in a response, none is. */
record ConfigurationDocument(
        @Nullable GatewayRequest gateway,
        @Nullable List<@Nullable ConfigurationModel> models,
        @Nullable List<@Nullable ConfigurationFeature> features) {}
