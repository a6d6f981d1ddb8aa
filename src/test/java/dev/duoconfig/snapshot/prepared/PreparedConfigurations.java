package dev.duoconfig.snapshot.prepared;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.duoconfig.model.SampleModels;
import dev.duoconfig.testkit.Api;
import dev.duoconfig.testkit.Database;
import org.jspecify.annotations.Nullable;

/** Configurations in which features have every possible state. */
final class PreparedConfigurations {

    private PreparedConfigurations() {}

    /** The configurations by name. Each starts from an unchanged configuration. */
    static Map<String, Runnable> all() {
        var all = new LinkedHashMap<String, Runnable>();
        all.put("unchanged", () -> {});
        all.put("ready, inherited, disabled and with warnings", PreparedConfigurations::ready);
        all.put("beta on", PreparedConfigurations::beta);
        all.put("beta off again", () -> {
            beta();
            change("/gateway", Map.of("beta_features_enabled", false));
        });
        all.put("no gateway", () -> {
            ready();
            change("/gateway", nullValue("url"));
        });
        all.put("GitLab's own models by name, by default, and inherited, with an online license", () -> {
            ready();
            subscription("license_type = 'online_cloud'");
            choose("duo_chat", "{\"provider\": \"vendored\", \"vendored_model\": \"a \\\"name\\\"\"}");
            choose("code_completions", "{\"provider\": \"vendored\"}");
        });
        all.put("GitLab's own models with an offline license", () -> {
            ready();
            subscription("license_type = 'online_cloud'");
            choose("duo_chat", "{\"provider\": \"vendored\"}");
            subscription("license_type = 'offline_cloud'");
        });
        all.put("GitLab's own models that are not allowed", () -> {
            ready();
            subscription("license_type = 'online_cloud'");
            choose("duo_chat", "{\"provider\": \"vendored\"}");
            Database.execute("update gateway set vendored_models_allowed = false");
            nextRevision();
        });
        all.put("an endpoint that is too long, and an IAM role", () -> {
            ready();
            Database.execute(
                    "update model set endpoint = endpoint || repeat('a', 255) where family = 'mixtral'",
                    "update model set iam_role = 'arn:aws:iam::123456789012:role/duo' where family = 'claude_3'");
            nextRevision();
        });
        all.put("without the Agent Platform", () -> {
            ready();
            assignByName("duo_agent_platform", "claude_3");
            subscription("agent_platform_reason = 'add_on_missing'");
        });
        all.put("premium in grace", () -> {
            ready();
            subscription("plan = 'premium', entitlement_reason = 'in_grace', agent_platform_reason = 'in_grace'");
        });
        all.put("expired", () -> {
            ready();
            subscription("entitlement_reason = 'expired', agent_platform_reason = 'expired'");
        });
        all.put("keys that cannot be decrypted", () -> {
            ready();
            Database.execute("update model set api_key_sealed = decode('00', 'hex') where api_key_sealed is not null");
            nextRevision();
        });
        return all;
    }

    /**
     * Configures all kinds of models except beta ones: an API key with quotes, no key, no endpoint, and an endpoint
     * without {@code /v1}.
     */
    static void ready() {
        Api.entitled();
        change("/gateway", Map.of("url", "https://aigw.example.com"));
        var keyed = SampleModels.id(SampleModels.post(with("mixtral", "api_key", "k\"\\</script>&'")));
        var open = SampleModels.id(SampleModels.post(with("mistral", "endpoint", "http://10.1.2.3/without")));
        var bedrock = with("claude_3", "identifier", "bedrock/anthropic.claude-3-5-sonnet-20240620-v1:0");
        bedrock.put("endpoint", null);
        var hosted = SampleModels.id(SampleModels.post(bedrock));
        assign("code_generations", keyed);
        assign("code_completions", open);
        assign("duo_chat", hosted);
        Api.as("admin")
                .body("{\"provider\": \"disabled\"}")
                .put("/features/duo_chat_explain_code")
                .then()
                .statusCode(200);
    }

    private static void beta() {
        ready();
        change("/gateway", Map.of("beta_features_enabled", true));
        var llama = SampleModels.id(SampleModels.post(with("llama3", "api_key", "llama-key")));
        assign("code_generations", llama);
        assign("glab_ask_git_command", llama);
    }

    private static Map<String, @Nullable Object> with(String family, String property, String value) {
        var body = SampleModels.body(property, value);
        body.put("name", family);
        body.put("family", family);
        return body;
    }

    private static Map<String, @Nullable Object> nullValue(String property) {
        var body = new LinkedHashMap<String, @Nullable Object>();
        body.put(property, null);
        return body;
    }

    private static void assign(String feature, long model) {
        choose(feature, "{\"model_id\": " + model + "}");
    }

    private static void assignByName(String feature, String model) {
        assign(
                feature,
                Api.as("admin")
                        .queryParam("search", model)
                        .get("/models")
                        .jsonPath()
                        .getLong("[0].id"));
    }

    private static void choose(String feature, String choice) {
        Api.as("admin").body(choice).put("/features/" + feature).then().statusCode(200);
    }

    private static void change(String path, Object body) {
        Api.as("admin").body(body).patch(path).then().statusCode(200);
    }

    private static void subscription(String columns) {
        Database.execute("update subscription set " + columns);
        nextRevision();
    }

    /** Commits a revision as another instance would; the next read loads it. */
    private static void nextRevision() {
        Database.execute("update configuration_state set revision = revision + 1");
        Api.refresh();
    }
}
