package dev.duoconfig.instance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.gitlab.GitLabInterface;
import dev.duoconfig.gitlab.GitLabState;
import dev.duoconfig.gitlab.GitLabState.FeatureSetting;
import dev.duoconfig.gitlab.GitLabState.Model;
import dev.duoconfig.resolve.Deployment;
import dev.duoconfig.resolve.Entitlement;
import dev.duoconfig.resolve.EntitlementReason;
import dev.duoconfig.resolve.Setting;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/** An arbitrary input of the planner. Few names and ids, so that they collide. */
record Situation(
        Desired desired, GitLabState there, List<RecordedModel> recorded, DeleteModels deleteModels, boolean sendKeys) {

    private static final List<Catalogue> CATALOGUES =
            Catalogue.versions().stream().map(Catalogue::load).toList();
    private static final List<String> NAMES = List.of("A", "B", "C", "D", "E", "n".repeat(255));
    private static final List<String> FAMILIES = List.of("claude_3", "mistral", "gpt", "general", "gemini", "removed");
    private static final List<@Nullable String> URLS =
            Arrays.asList(null, "https://a.example.com", "https://a.example.com/", "https://b.example.com");
    private static final List<@Nullable String> SERVERS =
            Arrays.asList(null, "https://a.example.com:5052", "https://b.example.com:5052");
    private static final List<@Nullable String> ENDPOINTS_THERE = Arrays.asList(
            null,
            "",
            "http://bedrockselfhostedmodel.com",
            "https://vllm.example.com/v1",
            "https://other.example.com/v1");
    private static final List<String> IDENTIFIERS_THERE =
            List.of("served", "custom_openai/served", "bedrock/served", "vertex_ai/served", "azure/served", "");
    private static final List<@Nullable String> ROLES = Arrays.asList(null, "", "arn:aws:iam::1:role/duo");
    private static final List<@Nullable String> DIGESTS = Arrays.asList(null, "digest 1", "digest 2");
    private static final List<@Nullable String> DIGESTS_RECORDED =
            Arrays.asList(null, "digest 1", "digest 2", RecordedModel.NO_KEY, RecordedModel.UNKNOWN);
    private static final List<@Nullable Boolean> SAID = Arrays.asList(null, true, false);

    private static final List<Deployment> DEPLOYMENTS = List.of(
            new Deployment("", "", "https://vllm.example.com/v1", "custom_openai/served"),
            new Deployment("", "", "https://other.example.com/v1", "azure/served"),
            new Deployment("", "", "https://bedrock-mantle.example.com/v1", "bedrock_mantle/served"),
            new Deployment("", "", null, "bedrock/served"),
            new Deployment("", "", null, "bedrock/served", "arn:aws:iam::1:role/duo"),
            new Deployment("", "", null, "vertex_ai/served"),
            new Deployment("", "", "https://vllm.example.com/v1", "served"));

    static Situation any(Random random) {
        var offered = offered(random);
        var models = modelsThere(offered, random);
        return new Situation(
                desired(random),
                new GitLabState(null, offered, gateway(offered, random), models, features(offered, models, random)),
                recorded(random),
                one(List.of(DeleteModels.values()), random),
                random.nextInt(4) == 0 && offered.takes(GitLabInterface.UPDATE_MODEL, "apiToken"));
    }

    private static GitLabInterface offered(Random random) {
        var release = one(Interfaces.RELEASES, random);
        if (random.nextBoolean()) {
            return release;
        }
        var other = Interfaces.like(release);
        for (var changes = random.nextInt(4); changes >= 0; changes--) {
            change(other, random);
        }
        return other.build();
    }

    private static void change(Interfaces other, Random random) {
        switch (random.nextInt(12)) {
            case 0 -> other.hides(GitLabInterface.MODEL, one(List.of("identifier", "hasApiToken"), random));
            case 1 -> other.hides(GitLabInterface.MODEL, one(List.of("provider", "iamRole"), random));
            case 2 -> other.shows(GitLabInterface.FEATURE_SETTING, "offeredModelRef");
            case 3 ->
                other.hides(GitLabInterface.GATEWAY, one(List.of("aiGatewayUrl", "aiGatewayTimeoutSeconds"), random));
            case 4 -> {
                var field = one(List.of("endpoint", "identifier", "provider", "iamRole"), random);
                Interfaces.MODEL_INPUTS.forEach(input -> other.rejects(input, field));
            }
            case 5 -> other.rejects(one(Interfaces.MODEL_INPUTS, random), "apiToken");
            case 6 -> {
                var field = one(List.of("region", "endpoint", "apiToken", "iamRole"), random);
                other.requires(GitLabInterface.CREATE_MODEL, field);
                // No GitLab shows keys, and not all show roles: nobody could rename a model if updates required them.
                if (!field.equals("apiToken") && !field.equals("iamRole")) {
                    other.requires(GitLabInterface.UPDATE_MODEL, field);
                }
            }
            case 7 -> other.accepts(one(Interfaces.MODEL_INPUTS, random), "region");
            case 8 ->
                other.rejects(
                        GitLabInterface.UPDATE_FEATURES,
                        one(List.of("offeredModelRef", "aiSelfHostedModelId"), random));
            case 9 ->
                other.requires(
                        one(List.of(GitLabInterface.UPDATE_FEATURES, GitLabInterface.UPDATE_GATEWAY), random),
                        "region");
            case 10 ->
                other.lacks(
                        GitLabInterface.PROVIDERS,
                        one(List.of("UNASSIGNED", "DISABLED", "VENDORED", "SELF_HOSTED"), random));
            default -> other.lacks(GitLabInterface.PLATFORMS, one(List.of("BEDROCK", "VERTEX_AI"), random));
        }
    }

    private static GitLabState.Gateway gateway(GitLabInterface offered, Random random) {
        return new GitLabState.Gateway(
                offered.has(GitLabInterface.GATEWAY, "aiGatewayUrl") ? one(URLS, random) : null,
                offered.has(GitLabInterface.GATEWAY, "aiGatewayTimeoutSeconds") ? 60 + random.nextInt(2) : null,
                offered.has(GitLabInterface.GATEWAY, "duoAgentPlatformServiceUrl") ? one(SERVERS, random) : null);
    }

    private static List<Model> modelsThere(GitLabInterface offered, Random random) {
        var models = new ArrayList<Model>();
        var names = some(NAMES, random);
        for (var name : names) {
            models.add(modelThere(models.size() + 1, name, offered, random));
        }
        return models;
    }

    private static Model modelThere(int number, String name, GitLabInterface offered, Random random) {
        var endpoint = one(ENDPOINTS_THERE, random);
        if (endpoint == null && offered.requires(GitLabInterface.UPDATE_MODEL, "endpoint")) {
            endpoint = "https://vllm.example.com/v1";
        }
        return new Model(
                SimulatedGitLab.id(number),
                name,
                one(values(offered, GitLabInterface.FAMILIES), random),
                offered.has(GitLabInterface.MODEL, "endpoint") ? endpoint : null,
                offered.has(GitLabInterface.MODEL, "identifier") ? one(IDENTIFIERS_THERE, random) : null,
                offered.has(GitLabInterface.MODEL, "provider")
                        ? one(values(offered, GitLabInterface.PLATFORMS), random)
                        : null,
                offered.has(GitLabInterface.MODEL, "iamRole") ? one(ROLES, random) : null,
                offered.has(GitLabInterface.MODEL, "hasApiToken") ? one(SAID, random) : null);
    }

    private static List<FeatureSetting> features(GitLabInterface offered, List<Model> models, Random random) {
        var names = new LinkedHashSet<>(values(offered, GitLabInterface.FEATURES));
        names.addAll(List.of("embeddings_code", "duo_chat_fix_code"));
        var settings = new ArrayList<FeatureSetting>();
        for (var feature : some(List.copyOf(new TreeSet<>(names)), random)) {
            var provider = one(List.of("unassigned", "disabled", "vendored", "self_hosted", "self_hosted"), random);
            var model = provider.equals("self_hosted") && !models.isEmpty() ? one(models, random) : null;
            settings.add(new FeatureSetting(
                    feature,
                    provider,
                    model == null ? null : model.id(),
                    model == null ? null : model.name(),
                    provider.equals("vendored") && offered.has(GitLabInterface.FEATURE_SETTING, "offeredModelRef")
                            ? one(Arrays.asList(null, "ref"), random)
                            : null,
                    one(List.of(List.of(), List.of("Display name"), FAMILIES, List.of("claude_3", "gpt")), random)));
        }
        return settings;
    }

    private static Desired desired(Random random) {
        var models = new HashMap<Long, Snapshot.Model>();
        var digests = new HashMap<Long, String>();
        var unreadable = new HashSet<Long>();
        for (var name : some(NAMES, random)) {
            var id = models.size() + 1L;
            var form = one(DEPLOYMENTS, random);
            models.put(
                    id,
                    new Snapshot.Model(
                            id,
                            new Deployment(
                                    name, one(FAMILIES, random), form.endpoint(), form.identifier(), form.iamRole()),
                            null));
            var digest = one(DIGESTS, random);
            if (digest != null) {
                digests.put(id, digest);
            } else if (random.nextInt(3) == 0) {
                unreadable.add(id);
            }
        }
        var snapshot = new Snapshot(
                1,
                Instant.EPOCH,
                one(CATALOGUES, random),
                new Snapshot.Gateway(
                        one(URLS, random), 60 + random.nextInt(2), random.nextBoolean(), random.nextBoolean()),
                new Entitlement(EntitlementReason.ENTITLED, "ultimate"),
                Map.of(),
                models);
        return new Desired(
                snapshot.withSettings(settings(snapshot, random)),
                one(SERVERS, random),
                random.nextBoolean(),
                digests,
                unreadable);
    }

    private static Map<String, Setting> settings(Snapshot snapshot, Random random) {
        var settings = new HashMap<String, Setting>();
        var models = List.copyOf(new TreeSet<>(snapshot.models().keySet()));
        for (var feature : snapshot.catalogue().features()) {
            var provider = one(List.of(Provider.values()), random);
            if (provider == Provider.SELF_HOSTED && !models.isEmpty()) {
                settings.put(feature.id(), new Setting(provider, one(models, random), 1, null, null));
            } else if (provider == Provider.VENDORED) {
                var vendored = one(Arrays.asList(null, "ref"), random);
                settings.put(feature.id(), new Setting(provider, null, 1, null, null, vendored));
            } else if (provider == Provider.DISABLED) {
                settings.put(feature.id(), new Setting(provider, null, 1, null, null));
            }
        }
        return settings;
    }

    /** Records of models here and of others, also wrong ones. */
    private static List<RecordedModel> recorded(Random random) {
        var rows = new ArrayList<RecordedModel>();
        for (var modelId : some(List.of(1L, 2L, 3L, 4L, 5L, 6L, 11L, 12L, 13L), random)) {
            rows.add(new RecordedModel(
                    modelId,
                    random.nextInt(6) == 0 ? null : SimulatedGitLab.id(1 + random.nextInt(8)),
                    one(NAMES, random),
                    random.nextInt(3) > 0,
                    one(DIGESTS_RECORDED, random)));
        }
        return rows;
    }

    private static List<String> values(GitLabInterface offered, String enumeration) {
        return offered.values().getOrDefault(enumeration, Set.of()).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .sorted()
                .toList();
    }

    private static <T extends @Nullable Object> T one(List<T> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }

    private static <T> List<T> some(List<T> values, Random random) {
        var shuffled = new ArrayList<T>(values);
        Collections.shuffle(shuffled, random);
        return shuffled.subList(0, random.nextInt(values.size() + 1));
    }
}
