package dev.duoconfig.browser;

import java.util.List;

import dev.duoconfig.packaged.PackagedApplication;
import dev.duoconfig.testkit.gitlab.GitLabDouble;

/** A configuration with something to show on each page, and with the names that are hard to show. */
final class SampleConfiguration {

    /** The id of the first model, which General Chat uses. */
    static final int FIRST_MODEL = 1;

    private static final String LONG = "A deployment name without any spaces would be " + "averylongname".repeat(15);

    private static final List<String> MODELS = List.of(
            model("Mixtral on GCP", "mixtral", "https://vllm.example.com/v1", "custom_openai/mixtral-8x7b"),
            model("Claude 3 on Bedrock", "claude_3", "", "bedrock/anthropic.claude-3-5-sonnet-20240620-v1:0"),
            model(LONG, "mistral", "https://" + "long.".repeat(40) + "example.com/v1", "custom_openai/mistral"),
            model("نموذج عربي", "llama3", "https://llama.example.com/v1", "custom_openai/llama-3"),
            model("<b>Bold</b> & \\\"quoted\\\"", "gpt", "https://gpt.example.com/v1", "azure/gpt-4o"));

    private SampleConfiguration() {}

    /** Stores the configuration, in several revisions, and compares it with its GitLab. */
    static void store(PackagedApplication application, GitLabDouble gitlab) throws Exception {
        application.call("admin", "POST", "/subscription/sync", "");
        application.call("admin", "PATCH", "/gateway", """
                {"url": "https://aigw.example.com", "beta_features_enabled": true,
                 "outbound_allowlist": ["127.0.0.0/8", "10.1.2.0/24"]}""");
        for (var model : MODELS) {
            application.call("admin", "POST", "/models", model);
        }
        application.call("admin", "PUT", "/features/duo_chat", "{\"model_id\": 1}");
        application.call("admin", "PUT", "/features/code_generations", "{\"model_id\": 3}");
        application.call("admin", "PUT", "/features/duo_chat_write_tests", "{\"provider\": \"disabled\"}");
        application.call("admin", "POST", "/gitlab-instances", """
                {"name": "Production", "url": "%s", "token": "%s"}""".formatted(gitlab.url(), GitLabDouble.TOKEN));
        application.call("admin", "POST", "/gitlab-instances/1/plan", "");
    }

    private static String model(String name, String family, String endpoint, String identifier) {
        var server = endpoint.isEmpty() ? "" : "\"endpoint\": \"%s\", \"api_key\": \"sk-example\",".formatted(endpoint);
        return "{\"name\": \"%s\", \"family\": \"%s\", %s \"identifier\": \"%s\"}"
                .formatted(name, family, server, identifier);
    }
}
