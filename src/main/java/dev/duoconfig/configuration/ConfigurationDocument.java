package dev.duoconfig.configuration;

import java.util.List;

import dev.duoconfig.feature.NamedChoiceRequest;
import dev.duoconfig.gateway.GatewayRequest;
import org.jspecify.annotations.Nullable;

/** The whole configuration as it is, or as it shall be. A request may lack anything; an answer lacks nothing. */
record ConfigurationDocument(
        @Nullable GatewayRequest gateway,
        @Nullable List<@Nullable DocumentModel> models,
        @Nullable List<@Nullable NamedChoiceRequest> features) {}
