package dev.duoconfig.testkit.gitlab;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import dev.duoconfig.catalogue.Catalogue;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of self-hosted models in a {@link GitLabDouble}, with GitLab's rules. Inputs are those of GitLab's mutations.
 * Not safe for several threads: {@link GitLabDouble} locks it.
 */
public final class GitLabData {

    private static final int MAX_LENGTH = 255;

    private final Catalogue catalogue;
    private final List<String> features;
    private final Map<String, Model> models = new LinkedHashMap<>();
    private final Map<String, Setting> settings = new HashMap<>();
    private Gateway gateway = new Gateway(null, 60, null);
    private int lastId;

    /** @param features the ids of all features, in lower case */
    GitLabData(Catalogue catalogue, List<String> features) {
        this.catalogue = catalogue;
        this.features = List.copyOf(features);
    }

    /**
     * A self-hosted model.
     *
     * @param family in lower case
     * @param provider in lower case; {@code api} if the interface does not have it
     */
    public record Model(
            String id,
            String name,
            String family,
            @Nullable String endpoint,
            @Nullable String identifier,
            @Nullable String apiKey,
            String provider,
            @Nullable String iamRole) {}

    /** The setting of a feature; the provider is in lower case. */
    public record Setting(
            String provider,
            @Nullable String modelId,
            @Nullable String vendoredModel) {

        static final Setting UNASSIGNED = new Setting("unassigned", null, null);
    }

    /** The settings of the AI gateway. */
    public record Gateway(
            @Nullable String url,
            @Nullable Integer timeoutSeconds,
            @Nullable String agentPlatformUrl) {}

    public List<Model> models() {
        return List.copyOf(models.values());
    }

    public Optional<Model> model(@Nullable String id) {
        return Optional.ofNullable(models.get(id));
    }

    /** The settings of all features, in the order of the interface. */
    public Map<String, Setting> features() {
        var all = new LinkedHashMap<String, Setting>();
        features.forEach(feature -> all.put(feature, settings.getOrDefault(feature, Setting.UNASSIGNED)));
        return all;
    }

    public Gateway gateway() {
        return gateway;
    }

    /** The families that can serve a feature; empty if they are not known. */
    public List<String> families(String feature) {
        var known = catalogue.feature(feature);
        return known == null ? List.of() : known.families();
    }

    /** Creates a model, and returns its global id. */
    public String createModel(Map<String, @Nullable Object> input) {
        var id = "gid://gitlab/Ai::SelfHostedModel/" + (lastId + 1);
        models.put(id, checked(model(id, input, text(input, "apiToken"))));
        lastId++;
        return id;
    }

    /** Replaces all properties of a model except the API key, which changes only if the input has one. */
    public void updateModel(Map<String, @Nullable Object> input) {
        var id = Objects.requireNonNull(text(input, "id"), "id");
        var present = model(id).orElseThrow(RefusedChange::unknownObject);
        var key = text(input, "apiToken");
        models.put(id, checked(model(id, input, key == null ? present.apiKey() : key)));
    }

    /** Deletes a model, and the settings of features that use it. */
    public void deleteModel(String id) {
        if (models.remove(id) == null) {
            throw RefusedChange.unknownObject();
        }
        settings.values().removeIf(setting -> id.equals(setting.modelId()));
    }

    /** Sets features one after the other, and ends at the first one that breaks a rule. */
    public void setFeatures(Map<String, @Nullable Object> input) {
        var provider = lowerCase(Objects.requireNonNull(text(input, "provider"), "provider"));
        var selfHosted = provider.equals("self_hosted");
        var modelId = selfHosted ? text(input, "aiSelfHostedModelId") : null;
        if (modelId != null && !models.containsKey(modelId)) {
            throw RefusedChange.unknownObject();
        }
        var setting =
                new Setting(provider, modelId, provider.equals("vendored") ? text(input, "offeredModelRef") : null);
        for (var feature : (List<?>) Objects.requireNonNull(input.get("features"), "features")) {
            setFeature(lowerCase(feature.toString()), setting);
        }
    }

    /** Sets those settings of the AI gateway that the input has. */
    public void setGateway(Map<String, @Nullable Object> input) {
        var url = input.containsKey("aiGatewayUrl") ? text(input, "aiGatewayUrl") : gateway.url();
        if (url != null && !url.isEmpty() && !isHttp(url)) {
            throw RefusedChange.invalid("Ai gateway url is blocked: Only allowed schemes are http, https");
        }
        gateway = new Gateway(
                url,
                input.containsKey("aiGatewayTimeoutSeconds")
                        ? (Integer) input.get("aiGatewayTimeoutSeconds")
                        : gateway.timeoutSeconds(),
                input.containsKey("duoAgentPlatformServiceUrl")
                        ? text(input, "duoAgentPlatformServiceUrl")
                        : gateway.agentPlatformUrl());
    }

    private void setFeature(String feature, Setting setting) {
        var model = model(setting.modelId());
        if (setting.provider().equals("self_hosted")) {
            var family = model.orElseThrow(() -> RefusedChange.invalid("Self hosted model can't be blank"))
                    .family();
            if (!families(feature).isEmpty() && !families(feature).contains(family)) {
                throw RefusedChange.invalid("The feature " + feature + " is incompatible with the family " + family);
            }
        }
        if (setting.provider().equals("unassigned")) {
            settings.remove(feature);
        } else {
            settings.put(feature, setting);
        }
    }

    private static Model model(String id, Map<String, @Nullable Object> input, @Nullable String apiKey) {
        var provider = text(input, "provider");
        return new Model(
                id,
                Objects.requireNonNullElse(text(input, "name"), ""),
                lowerCase(Objects.requireNonNull(text(input, "model"), "model")),
                text(input, "endpoint"),
                text(input, "identifier"),
                apiKey == null || apiKey.isEmpty() ? null : apiKey,
                provider == null ? "api" : lowerCase(provider),
                text(input, "iamRole"));
    }

    private Model checked(Model model) {
        var errors = new ArrayList<String>();
        if (model.name().isBlank()) {
            errors.add("Name can't be blank");
        }
        if (models.values().stream()
                .anyMatch(
                        other -> !other.id().equals(model.id()) && other.name().equals(model.name()))) {
            errors.add("Name has already been taken");
        }
        if (model.name().length() > MAX_LENGTH) {
            errors.add("Name is too long (maximum is 255 characters)");
        }
        if (model.identifier() != null && model.identifier().length() > MAX_LENGTH) {
            errors.add("Identifier is too long (maximum is 255 characters)");
        }
        if (model.endpoint() != null && !model.endpoint().isEmpty() && !isHttp(model.endpoint())) {
            errors.add("Endpoint is blocked: Only allowed schemes are http, https");
        }
        if (!errors.isEmpty()) {
            throw RefusedChange.invalid(errors);
        }
        return model;
    }

    private static boolean isHttp(String url) {
        return url.startsWith("http://") || url.startsWith("https://");
    }

    private static @Nullable String text(Map<String, @Nullable Object> input, String name) {
        var value = input.get(name);
        return value == null ? null : value.toString();
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
