package dev.duoconfig.configuration;

import java.util.List;

import dev.duoconfig.feature.ConfigurationFeature;
import dev.duoconfig.gateway.GatewayRequest;
import org.jspecify.annotations.Nullable;

/** The whole configuration as it is, or as it shall be. A request may lack anything; an answer lacks nothing. */
record ConfigurationDocument(
        @Nullable GatewayRequest gateway,
        @Nullable List<@Nullable ConfigurationModel> models,
        @Nullable List<@Nullable ConfigurationFeature> features) {}
