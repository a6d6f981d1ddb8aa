import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.duoconfig.client.ApiClient;
import dev.duoconfig.client.ApiException;
import dev.duoconfig.client.ApiResponse;
import dev.duoconfig.client.api.ConfigurationApi;
import dev.duoconfig.client.api.FeaturesApi;
import dev.duoconfig.client.api.GatewayApi;
import dev.duoconfig.client.api.ModelsApi;
import dev.duoconfig.client.api.SubscriptionApi;
import dev.duoconfig.client.model.ApiKeyReference;
import dev.duoconfig.client.model.ConfigurationApiKey;
import dev.duoconfig.client.model.ConfigurationDocument;
import dev.duoconfig.client.model.ConfigurationModel;
import dev.duoconfig.client.model.FeatureSettingChange;
import dev.duoconfig.client.model.FeatureSettingRequest;
import dev.duoconfig.client.model.GatewayPatch;
import dev.duoconfig.client.model.ModelPatch;
import dev.duoconfig.client.model.ModelRequest;
import dev.duoconfig.client.model.PlannedModel;
import dev.duoconfig.client.model.Platform;
import dev.duoconfig.client.model.Problem;
import dev.duoconfig.client.model.ProblemCode;
import dev.duoconfig.client.model.Provider;
import dev.duoconfig.client.model.ResolutionReason;
import dev.duoconfig.client.model.ResolutionStatus;

/** Sets up GitLab Duo from scratch with the generated Java client. Arguments: the URL and the tokens directory. */
public final class Story {

    private static ApiClient client(String url, Path token) throws Exception {
        var bearer = "Bearer " + Files.readString(token).strip();
        var client = new ApiClient();
        client.updateBaseUri(url);
        client.setRequestInterceptor(request -> request.header("Authorization", bearer));
        return client;
    }

    public static void main(String[] arguments) throws Exception {
        var admin = client(arguments[0], Path.of(arguments[1], "admin"));
        var resolver = client(arguments[0], Path.of(arguments[1], "resolver"));
        var subscription = new SubscriptionApi(admin);
        var gateway = new GatewayApi(admin);
        var models = new ModelsApi(admin);
        var features = new FeaturesApi(admin);
        var resolution = new FeaturesApi(resolver);

        var disabled = new FeatureSettingRequest().provider(Provider.DISABLED);
        var refused = problem(admin, () -> features.setFeature("code_generations", disabled, null, null));
        expect(refused.getStatus() == 403, refused);
        expect(refused.getCode() == ProblemCode.SUBSCRIPTION_REQUIRED, refused);

        expect(subscription.syncSubscription(null).getEntitled(), "entitled");

        var settings = gateway.updateGateway(new GatewayPatch().url("https://aigw.example.com/"), null, null);
        expect("https://aigw.example.com".equals(settings.getUrl()), settings);

        var request = new ModelRequest()
                .name("Mixtral-8x7B-it-v0.1 on GCP")
                .family("mixtral")
                .endpoint("https://vllm.example.com:8000/v1")
                .identifier("custom_openai/Mixtral-8x7B-Instruct-v0.1")
                .apiKey("sk-example");
        var tried = models.createModel(request, true);
        expect(tried.getId() == null, tried);
        var mixtral = models.createModel(request, null);
        expect(mixtral.getId() != null && mixtral.getPlatform() == Platform.VLLM && mixtral.getHasApiKey(), mixtral);

        var claude = models.createModel(
                new ModelRequest()
                        .name("Claude-3 on Bedrock deployment")
                        .family("claude_3")
                        .identifier("bedrock/apac.anthropic.claude-3-5-sonnet-20241022-v2:0"),
                null);
        expect(claude.getEndpoint() == null, claude);

        var invalid = problem(admin, () -> models.updateModel(mixtral.getId(), new ModelPatch().family("nothing"), null, null));
        expect(invalid.getStatus() == 422, invalid);
        expect(invalid.getErrors().get(0).getPointer().equals("/family"), invalid);
        expect(invalid.getErrors().get(0).getCode().equals("family-unknown"), invalid);

        features.setFeature("code_generations", new FeatureSettingRequest().modelId(claude.getId()), null, null);
        features.setFeature("duo_chat", new FeatureSettingRequest().modelId(mixtral.getId()), null, null);
        var inherited = resolution.getEffectiveModel("duo_chat_explain_code", true, null, null);
        expect(inherited.getStatus() == ResolutionStatus.READY, inherited);
        expect(inherited.getReason() == ResolutionReason.INHERITED, inherited);
        expect(mixtral.getId().equals(inherited.getModel().getId()), inherited);
        expect(!inherited.getTrace().isEmpty(), inherited);
        var metadata = resolution.getModelMetadata("duo_chat_explain_code", null);
        expect("sk-example".equals(metadata.getApiKey()), "the API key");

        features.updateFeatures(
                List.of(
                        new FeatureSettingChange().feature("duo_chat_write_tests").provider(Provider.DISABLED),
                        new FeatureSettingChange().feature("duo_chat_refactor_code").provider(Provider.DISABLED)),
                null,
                null);
        var off = resolution.getEffectiveModel("duo_chat_write_tests", null, null, null);
        expect(off.getStatus() == ResolutionStatus.DISABLED && off.getModel() == null, off);

        gateway.updateGateway(new GatewayPatch().betaFeaturesEnabled(true), null, null);
        var beta = resolution.getEffectiveModel("duo_chat_troubleshoot_job", null, null, null);
        expect(beta.getStatus() == ResolutionStatus.READY, beta);

        var inUse = problem(admin, () -> models.deleteModel(mixtral.getId(), null, null, null, null));
        expect(inUse.getStatus() == 409 && inUse.getCode() == ProblemCode.MODEL_IN_USE, inUse);
        expect(inUse.getUsedBy().equals(List.of("duo_chat")), inUse);
        var gone = models.deleteModelWithHttpInfo(mixtral.getId(), claude.getId(), null, null, null);
        expect(gone.getStatusCode() == 204, gone.getStatusCode());
        var moved = resolution.getEffectiveModel("duo_chat", null, null, null);
        expect(claude.getId().equals(moved.getModel().getId()), moved);

        configurationStory(new ConfigurationApi(admin), admin, gateway, models, resolution);

        // The client accepts values that a later release adds.
        expect(ProblemCode.fromValue("added-later") == ProblemCode.UNKNOWN_DEFAULT_OPEN_API, "unknown");
        System.out.println("java: the story is told");
    }

    /** Reads, changes, and applies the whole configuration, unless somebody else has changed it in the meantime. */
    private static void configurationStory(
            ConfigurationApi configuration, ApiClient admin, GatewayApi gateway, ModelsApi models, FeaturesApi resolution)
            throws Exception {
        models.createModel(
                new ModelRequest()
                        .name("Codestral")
                        .family("codestral")
                        .endpoint("https://vllm.example.com:8001/v1")
                        .identifier("custom_openai/Codestral-22B-v0.1")
                        .apiKey("sk-kept"),
                null);
        var read = configuration.getConfigurationWithHttpInfo(null, null);
        var document = read.getData();
        var unchanged = configuration.applyConfiguration(document, true, etag(read), null);
        expect(unchanged.getModels().getUpdate().isEmpty() && unchanged.getWarnings().isEmpty(), unchanged);

        document.addModelsItem(azure("GPT on Azure", new ConfigurationApiKey("sk-text")));
        document.addModelsItem(azure(
                "GPT by reference", new ConfigurationApiKey(new ApiKeyReference().env("DUO_MODEL_KEY_STORY"))));
        choose(document, "GPT on Azure");
        var plan = configuration.applyConfiguration(document, true, etag(read), null);
        expect(plan.getModels().getCreate().size() == 2, plan);
        expect(plan.getModels().getCreate().stream().allMatch(PlannedModel::getHasApiKey), plan);
        expect(plan.getFeatures().get(0).getAfter().getModel().equals("GPT on Azure"), plan);

        gateway.updateGateway(new GatewayPatch().requestTimeoutSeconds(120), null, null);
        var stale = problem(admin, () -> configuration.applyConfiguration(document, null, etag(read), null));
        expect(stale.getStatus() == 412 && stale.getCode() == ProblemCode.PRECONDITION_FAILED, stale);

        var now = configuration.getConfigurationWithHttpInfo(null, null);
        document.setGateway(now.getData().getGateway());
        var done = configuration.applyConfiguration(document, null, etag(now), null);
        expect(done.getGateway() == null && done.getModels().getCreate().size() == 2, done);
        expect("sk-text".equals(resolution.getModelMetadata("duo_chat", null).getApiKey()), "the text");
        choose(document, "GPT by reference");
        configuration.applyConfiguration(document, null, null, null);
        expect("sk-story".equals(resolution.getModelMetadata("duo_chat", null).getApiKey()), "the reference");

        // The document that was read contains no API keys, so stored keys stay. An empty API key removes the stored one.
        var last = configuration.getConfiguration(null, null);
        model(last, "GPT by reference").setApiKey(new ConfigurationApiKey(""));
        var removed = configuration.applyConfiguration(last, null, null, null);
        expect(removed.getModels().getUpdate().size() == 1, removed);
        last = configuration.getConfiguration(null, null);
        expect(!model(last, "GPT by reference").getHasApiKey(), last);
        expect(model(last, "GPT on Azure").getHasApiKey() && model(last, "Codestral").getHasApiKey(), last);
    }

    private static ConfigurationModel azure(String name, ConfigurationApiKey apiKey) {
        return new ConfigurationModel()
                .name(name)
                .family("gpt")
                .endpoint("https://example.openai.azure.com")
                .identifier("azure/gpt-4o")
                .apiKey(apiKey);
    }

    private static void choose(ConfigurationDocument document, String model) {
        document.getFeatures().stream()
                .filter(choice -> choice.getFeature().equals("duo_chat"))
                .forEach(choice -> choice.setModel(model));
    }

    private static ConfigurationModel model(ConfigurationDocument document, String name) {
        return document.getModels().stream()
                .filter(model -> model.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String etag(ApiResponse<?> response) {
        return response.getHeaders().get("etag").get(0);
    }

    private interface Call {
        void run() throws ApiException;
    }

    private static Problem problem(ApiClient client, Call call) throws Exception {
        try {
            call.run();
        } catch (ApiException e) {
            return client.getObjectMapper().readValue(e.getResponseBody(), Problem.class);
        }
        throw new AssertionError("It was not refused");
    }

    private static void expect(boolean holds, Object answer) {
        if (!holds) {
            throw new AssertionError("Not as expected: " + answer);
        }
    }
}
