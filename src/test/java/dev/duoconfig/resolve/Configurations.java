package dev.duoconfig.resolve;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.Feature;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.resolve.Snapshot.Entitlement;
import dev.duoconfig.resolve.Snapshot.Gateway;
import dev.duoconfig.resolve.Snapshot.Model;
import dev.duoconfig.resolve.Snapshot.SealedKey;
import dev.duoconfig.resolve.Snapshot.Setting;

/** Configurations that tests start from. */
final class Configurations {

    static final String GATEWAY_URL = "https://aigw.example.com";

    static final Model MIXTRAL = new Model(
            7,
            "Mixtral on vLLM",
            "mixtral",
            "https://vllm.example.com:8000/v1",
            "custom_openai/Mixtral-8x7B-Instruct-v0.1",
            new SealedKey("k1", "c2VhbGVk"));
    static final Model CODESTRAL = new Model(
            8, "Codestral on vLLM", "codestral", "https://vllm.example.com:8001/v1", "custom_openai/codestral", null);
    static final Model LLAMA = new Model(9, "Llama on Bedrock", "llama3", null, "bedrock/meta.llama3", null);

    private Configurations() {}

    /** Entitled with Ultimate, a gateway, beta on, three models, and nothing chosen. */
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

    static Feature feature(Snapshot snapshot, String id) {
        return Objects.requireNonNull(snapshot.catalogue().feature(id), id);
    }
}
