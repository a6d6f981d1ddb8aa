package dev.duoconfig.resolve;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.resolve.Snapshot.Gateway;
import dev.duoconfig.resolve.Snapshot.Model;

/** Configurations that tests start from. */
final class Configurations {

    static final String GATEWAY_URL = "https://aigw.example.com";

    static final Model MIXTRAL = ModelBuilder.model(7)
            .named("Mixtral on vLLM")
            .apiKey("k1", "c2VhbGVk")
            .build();
    static final Model CODESTRAL = ModelBuilder.model(8)
            .named("Codestral on vLLM")
            .family("codestral")
            .endpoint("https://vllm.example.com:8001/v1")
            .identifier("custom_openai/codestral")
            .build();
    static final Model LLAMA = ModelBuilder.model(9)
            .named("Llama on Bedrock")
            .family("llama3")
            .onBedrock("meta.llama3")
            .build();

    private Configurations() {}

    /** A snapshot with the Ultimate plan, a gateway, beta turned on, three models, and no choices. */
    static Snapshot ready(String catalogueVersion) {
        return new Snapshot(
                42,
                Instant.parse("2026-11-22T14:00:00Z"),
                Catalogue.load(catalogueVersion),
                new Gateway(GATEWAY_URL, 60, true),
                new Entitlement(EntitlementReason.ENTITLED, "ultimate"),
                Map.of(),
                Map.of(MIXTRAL.id(), MIXTRAL, CODESTRAL.id(), CODESTRAL, LLAMA.id(), LLAMA));
    }

    static Setting selfHosted(Model model) {
        return new Setting(Provider.SELF_HOSTED, model.id(), 1, null, null);
    }

    static Setting of(Provider provider) {
        return new Setting(provider, null, 1, null, null);
    }

    static Setting vendored(String model) {
        return new Setting(Provider.VENDORED, null, 1, null, null, model);
    }

    static Feature feature(Snapshot snapshot, String id) {
        return Objects.requireNonNull(snapshot.catalogue().feature(id), id);
    }
}
