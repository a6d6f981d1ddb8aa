package dev.duoconfig.instance;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import dev.duoconfig.gitlab.GitLabInterface;
import dev.duoconfig.gitlab.GitLabState;
import dev.duoconfig.gitlab.GitLabState.FeatureSetting;
import dev.duoconfig.gitlab.GitLabState.Gateway;
import dev.duoconfig.gitlab.GitLabState.Model;
import dev.duoconfig.instance.Step.KeyTransfer;
import dev.duoconfig.instance.Step.ModelState;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** A GitLab that does the steps of plans as a real one does, with the records that this service keeps about it. */
final class SimulatedGitLab implements KnownModels.Store {

    private final GitLabInterface offered;
    private final Map<String, Model> models = new LinkedHashMap<>();
    private final Map<String, FeatureSetting> features = new LinkedHashMap<>();
    private final Map<Long, RecordedModel> records = new LinkedHashMap<>();
    private final Desired desired;
    private Gateway gateway;
    private int nextId = 100;

    /**
     * Copies a state.
     *
     * @param desired the configuration that is applied
     */
    SimulatedGitLab(GitLabState state, List<RecordedModel> recorded, Desired desired) {
        offered = state.offered();
        gateway = state.gateway();
        state.models().forEach(model -> models.put(model.id(), model));
        state.features().forEach(setting -> features.put(setting.feature(), setting));
        recorded.forEach(row -> records.put(row.modelId(), row));
        this.desired = desired;
    }

    /** The state as its API shows it. */
    GitLabState state() {
        return new GitLabState(
                null,
                offered,
                new Gateway(
                        shown(GitLabInterface.GATEWAY, "aiGatewayUrl", gateway.url()),
                        shown(GitLabInterface.GATEWAY, "aiGatewayTimeoutSeconds", gateway.timeoutSeconds()),
                        shown(GitLabInterface.GATEWAY, "duoAgentPlatformServiceUrl", gateway.agentPlatformUrl())),
                models.values().stream().map(this::shown).toList(),
                features.values().stream().map(this::shown).toList());
    }

    List<RecordedModel> records() {
        return List.copyOf(records.values());
    }

    @Override
    public void store(List<RecordedModel> replaced, List<Long> removed) {
        replaced.forEach(row -> records.put(row.modelId(), row));
        removed.forEach(records::remove);
    }

    /** Does the steps and records them. */
    void apply(Plan plan) {
        var known = known(plan);
        plan.steps().forEach(step -> apply(step, known, true));
    }

    /** Does the first steps. The response to the last one of them gets lost. */
    void applyPartly(Plan plan, int steps) {
        var known = known(plan);
        for (var i = 0; i < steps; i++) {
            apply(plan.steps().get(i), known, i < steps - 1);
        }
    }

    private KnownModels known(Plan plan) {
        var known = new KnownModels(desired, records(), this);
        known.found(plan, state());
        plan.found().forEach((modelId, gitlabId) -> assertThat(known.gitlabId(modelId))
                .as("record of model %d", modelId)
                .isEqualTo(gitlabId));
        return known;
    }

    private void apply(Step step, KnownModels known, boolean confirmed) {
        if (step instanceof Step.SetGateway set) {
            setGateway(set.after());
        } else if (step instanceof Step.CreateModel create) {
            known.creating(create);
            var id = id(nextId++);
            save(
                    GitLabInterface.CREATE_MODEL,
                    new Model(id, "", "", null, null, null, null, false),
                    create.after(),
                    create.key());
            if (confirmed) {
                known.created(create, id);
            }
        } else if (step instanceof Step.UpdateModel update) {
            var model = Objects.requireNonNull(models.get(update.gitlabId()), update::toString);
            assertThat(update.before().name()).isEqualTo(model.name());
            save(GitLabInterface.UPDATE_MODEL, model, update.after(), update.key());
            if (confirmed) {
                known.updated(update);
            }
        } else if (step instanceof Step.SetFeatures set) {
            set.features().forEach(feature -> setFeature(feature, set.after(), known));
        } else if (step instanceof Step.DeleteModel delete) {
            assertThat(models.remove(delete.gitlabId()))
                    .as("model of %s", delete)
                    .isNotNull();
            features.replaceAll((feature, setting) -> delete.gitlabId().equals(setting.modelId())
                    ? new FeatureSetting(feature, "unassigned", null, null, null, setting.compatibleFamilies())
                    : setting);
            if (confirmed) {
                known.deleted(delete);
            }
        }
    }

    static String id(int number) {
        return "gid://gitlab/Ai::SelfHostedModel/" + number;
    }

    private void setGateway(Step.GatewayState after) {
        check(
                GitLabInterface.UPDATE_GATEWAY,
                fields(
                        "aiGatewayUrl", after.url(),
                        "aiGatewayTimeoutSeconds", after.requestTimeoutSeconds(),
                        "duoAgentPlatformServiceUrl", after.agentPlatformUrl()));
        gateway = new Gateway(
                after.url() == null ? gateway.url() : after.url(),
                after.requestTimeoutSeconds() == null ? gateway.timeoutSeconds() : after.requestTimeoutSeconds(),
                after.agentPlatformUrl() == null ? gateway.agentPlatformUrl() : after.agentPlatformUrl());
    }

    private void save(String input, Model before, ModelState after, @Nullable KeyTransfer key) {
        var token = key == KeyTransfer.SENT ? "secret" : key == KeyTransfer.REMOVED ? "" : null;
        var sent = fields(
                "name", after.name(),
                "model", after.family(),
                "endpoint", after.endpoint(),
                "identifier", after.identifier(),
                "provider", after.provider(),
                "iamRole", after.iamRole(),
                "apiToken", token);
        if (input.equals(GitLabInterface.UPDATE_MODEL)) {
            sent.put("id", before.id());
        }
        check(input, sent);
        assertThat(offered.knows(GitLabInterface.FAMILIES, upperCase(after.family())))
                .as("family of %s", after)
                .isTrue();
        if (after.provider() != null) {
            assertThat(offered.knows(GitLabInterface.PLATFORMS, upperCase(after.provider())))
                    .as("provider of %s", after)
                    .isTrue();
        }
        assertThat(after.name()).hasSizeLessThanOrEqualTo(255);
        assertThat(models.values())
                .as("models beside %s", after)
                .filteredOn(model -> !model.id().equals(before.id()))
                .extracting(Model::name)
                .doesNotContain(after.name());
        models.put(
                before.id(),
                new Model(
                        before.id(),
                        after.name(),
                        after.family(),
                        after.endpoint(),
                        after.identifier(),
                        offered.takes(input, "provider")
                                ? after.provider()
                                : Objects.requireNonNullElse(before.provider(), "api"),
                        offered.takes(input, "iamRole") ? after.iamRole() : before.iamRole(),
                        token == null ? before.hasApiKey() : Boolean.valueOf(!token.isEmpty())));
        features.replaceAll((feature, setting) -> before.id().equals(setting.modelId())
                ? new FeatureSetting(
                        feature, setting.provider(), before.id(), after.name(), null, setting.compatibleFamilies())
                : setting);
    }

    private void setFeature(String feature, Step.FeatureState after, KnownModels known) {
        var model = after.modelId() == null ? null : models.get(known.gitlabId(after.modelId()));
        check(
                GitLabInterface.UPDATE_FEATURES,
                fields(
                        "features",
                        feature,
                        "provider",
                        after.provider(),
                        "aiSelfHostedModelId",
                        model == null ? null : model.id(),
                        "offeredModelRef",
                        after.vendoredModel()));
        assertThat(offered.knows(GitLabInterface.FEATURES, upperCase(feature)))
                .as("feature %s", feature)
                .isTrue();
        assertThat(offered.knows(GitLabInterface.PROVIDERS, upperCase(after.provider())))
                .as("provider of %s", after)
                .isTrue();
        assertThat(model != null).isEqualTo(after.provider().equals("self_hosted"));
        var before = features.get(feature);
        var compatible = before == null ? List.<String>of() : before.compatibleFamilies();
        if (model != null && !compatible.isEmpty() && !compatible.contains("Display name")) {
            assertThat(compatible).as("families of %s", feature).contains(model.family());
        }
        features.put(
                feature,
                new FeatureSetting(
                        feature,
                        after.provider(),
                        model == null ? null : model.id(),
                        model == null ? null : model.name(),
                        after.vendoredModel(),
                        compatible));
    }

    private void check(String input, Map<String, Object> sent) {
        assertThat(sent.keySet()).as("fields of %s", input).allMatch(field -> offered.takes(input, field));
        assertThat(offered.inputs().getOrDefault(input, Map.of()).keySet())
                .as("fields of %s without a value", input)
                .filteredOn(field -> !sent.containsKey(field))
                .noneMatch(field -> offered.requires(input, field));
    }

    /** The values that are not null, by field. */
    private static Map<String, Object> fields(@Nullable Object... namesAndValues) {
        var fields = new HashMap<String, Object>();
        for (var i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
            }
        }
        return fields;
    }

    private Model shown(Model model) {
        return new Model(
                model.id(),
                model.name(),
                model.family(),
                shown(GitLabInterface.MODEL, "endpoint", model.endpoint()),
                shown(GitLabInterface.MODEL, "identifier", model.identifier()),
                shown(GitLabInterface.MODEL, "provider", model.provider()),
                shown(GitLabInterface.MODEL, "iamRole", model.iamRole()),
                shown(GitLabInterface.MODEL, "hasApiToken", model.hasApiKey()));
    }

    private FeatureSetting shown(FeatureSetting setting) {
        return new FeatureSetting(
                setting.feature(),
                setting.provider(),
                setting.modelId(),
                setting.modelName(),
                shown(GitLabInterface.FEATURE_SETTING, "offeredModelRef", setting.vendoredModel()),
                setting.compatibleFamilies());
    }

    private <T> @Nullable T shown(String type, String field, @Nullable T value) {
        return offered.has(type, field) ? value : null;
    }

    private static String upperCase(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
