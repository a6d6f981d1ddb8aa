import java.nio.file.Files
import java.nio.file.Path

import dev.duoconfig.client.apis.ConfigurationApi
import dev.duoconfig.client.apis.FeaturesApi
import dev.duoconfig.client.apis.GatewayApi
import dev.duoconfig.client.apis.ModelsApi
import dev.duoconfig.client.apis.SubscriptionApi
import dev.duoconfig.client.infrastructure.ApiResponse
import dev.duoconfig.client.infrastructure.ClientError
import dev.duoconfig.client.infrastructure.ClientException
import dev.duoconfig.client.infrastructure.Serializer
import dev.duoconfig.client.infrastructure.Success
import dev.duoconfig.client.models.ApiKeyReference
import dev.duoconfig.client.models.ConfigurationDocument
import dev.duoconfig.client.models.ConfigurationModel
import dev.duoconfig.client.models.FeatureSettingChange
import dev.duoconfig.client.models.FeatureSettingRequest
import dev.duoconfig.client.models.GatewayPatch
import dev.duoconfig.client.models.ModelPatch
import dev.duoconfig.client.models.ModelRequest
import dev.duoconfig.client.models.Platform
import dev.duoconfig.client.models.Problem
import dev.duoconfig.client.models.ProblemCode
import dev.duoconfig.client.models.Provider
import dev.duoconfig.client.models.ResolutionReason
import dev.duoconfig.client.models.ResolutionStatus
import dev.duoconfig.client.models.Warning
import okhttp3.OkHttpClient

private fun client(token: Path): OkHttpClient {
    val bearer = "Bearer " + Files.readString(token).trim()
    return OkHttpClient.Builder()
        .addInterceptor { it.proceed(it.request().newBuilder().header("Authorization", bearer).build()) }
        .build()
}

/** Sets up GitLab Duo from scratch with the generated Kotlin client. Arguments: the URL and the tokens directory. */
fun main(arguments: Array<String>) {
    val url = arguments[0]
    val admin = client(Path.of(arguments[1], "admin"))
    val resolver = client(Path.of(arguments[1], "resolver"))
    val gateway = GatewayApi(url, admin)
    val models = ModelsApi(url, admin)
    val features = FeaturesApi(url, admin)
    val resolution = FeaturesApi(url, resolver)

    val refused = problem {
        features.setFeature("code_generations", FeatureSettingRequest(provider = Provider.DISABLED))
    }
    expect(refused.status == 403 && refused.code == ProblemCode.SUBSCRIPTION_REQUIRED, refused)

    expect(SubscriptionApi(url, admin).syncSubscription().entitled, "entitled")

    val settings = gateway.updateGateway(GatewayPatch(url = "https://aigw.example.com/"))
    expect(settings.url == "https://aigw.example.com", settings)

    val request = ModelRequest(
        name = "Mixtral-8x7B-it-v0.1 on GCP",
        family = "mixtral",
        endpoint = "https://vllm.example.com:8000/v1",
        identifier = "custom_openai/Mixtral-8x7B-Instruct-v0.1",
        apiKey = "sk-example",
    )
    val tried = models.createModel(request, dryRun = true)
    expect(tried.id == null, tried)
    val mixtral = models.createModel(request)
    expect(mixtral.hasApiKey && mixtral.platform == Platform.VLLM, mixtral)
    val mixtralId = mixtral.id!!
    val claude = models.createModel(
        ModelRequest(
            name = "Claude-3 on Bedrock deployment",
            family = "claude_3",
            identifier = "bedrock/apac.anthropic.claude-3-5-sonnet-20241022-v2:0",
        ),
    )
    expect(claude.endpoint == null, claude)

    val invalid = problem { models.updateModel(mixtralId, ModelPatch(family = "nothing")) }
    expect(invalid.status == 422, invalid)
    expect(invalid.errors!![0].pointer == "/family" && invalid.errors!![0].code == "family-unknown", invalid)

    features.setFeature("code_generations", FeatureSettingRequest(modelId = claude.id))
    features.setFeature("duo_chat", FeatureSettingRequest(modelId = mixtralId))
    val inherited = resolution.getEffectiveModel("duo_chat_explain_code", explain = true)
    expect(inherited.status == ResolutionStatus.READY && inherited.reason == ResolutionReason.INHERITED, inherited)
    expect(inherited.model!!.id == mixtralId && inherited.trace!!.isNotEmpty(), inherited)
    expect(resolution.getModelMetadata("duo_chat_explain_code").apiKey == "sk-example", "the API key")

    features.updateFeatures(
        listOf(
            FeatureSettingChange(feature = "duo_chat_write_tests", provider = Provider.DISABLED),
            FeatureSettingChange(feature = "duo_chat_refactor_code", provider = Provider.DISABLED),
        ),
    )
    val off = resolution.getEffectiveModel("duo_chat_write_tests")
    expect(off.status == ResolutionStatus.DISABLED && off.model == null, off)

    gateway.updateGateway(GatewayPatch(betaFeaturesEnabled = true))
    val beta = resolution.getEffectiveModel("duo_chat_troubleshoot_job")
    expect(beta.status == ResolutionStatus.READY, beta)

    val inUse = problem { models.deleteModel(mixtralId) }
    expect(inUse.status == 409 && inUse.code == ProblemCode.MODEL_IN_USE, inUse)
    expect(inUse.usedBy == listOf("duo_chat"), inUse)
    val gone = models.deleteModelWithHttpInfo(mixtralId, claude.id, null, null, null)
    expect(gone.statusCode == 204, gone)
    expect(resolution.getEffectiveModel("duo_chat").model!!.id == claude.id, "reassigned")

    configurationStory(ConfigurationApi(url, admin), gateway, models, resolution)

    // The client accepts properties that a later release adds.
    val warning = """{"code": "a", "field": null, "detail": "b", "added": "later"}"""
    expect(Serializer.gson.fromJson(warning, Warning::class.java).code == "a", warning)
    println("kotlin: the story is told")
}

/** Reads, changes, and applies the whole configuration, unless somebody else has changed it in the meantime. */
private fun configurationStory(
    configuration: ConfigurationApi,
    gateway: GatewayApi,
    models: ModelsApi,
    resolution: FeaturesApi,
) {
    models.createModel(
        ModelRequest(
            name = "Codestral",
            family = "codestral",
            endpoint = "https://vllm.example.com:8001/v1",
            identifier = "custom_openai/Codestral-22B-v0.1",
            apiKey = "sk-kept",
        ),
    )
    val read = configuration.getConfigurationWithHttpInfo(null, null)
    val current = document(read)
    val unchanged = configuration.applyConfiguration(current, dryRun = true, ifMatch = etag(read))
    expect(unchanged.models.update.isEmpty() && unchanged.warnings.isEmpty(), unchanged)

    val reference = ApiKeyReference(env = "DUO_MODEL_KEY_STORY")
    val wanted = choose("GPT on Azure", current).copy(
        models = current.models +
            azure("GPT on Azure", "sk-text") +
            azure("GPT by reference", reference),
    )
    val plan = configuration.applyConfiguration(wanted, dryRun = true, ifMatch = etag(read))
    expect(plan.models.create.size == 2 && plan.models.create.all { it.hasApiKey }, plan)

    gateway.updateGateway(GatewayPatch(requestTimeoutSeconds = 120))
    val stale = problem { configuration.applyConfiguration(wanted, ifMatch = etag(read)) }
    expect(stale.status == 412 && stale.code == ProblemCode.PRECONDITION_FAILED, stale)

    val now = configuration.getConfigurationWithHttpInfo(null, null)
    expect(document(now).gateway.betaFeaturesEnabled == true, "the patch changed nothing else")
    val merged = wanted.copy(gateway = document(now).gateway)
    val done = configuration.applyConfiguration(merged, ifMatch = etag(now))
    expect(done.gateway == null && done.models.create.size == 2, done)
    expect(resolution.getModelMetadata("duo_chat").apiKey == "sk-text", "the text")
    configuration.applyConfiguration(choose("GPT by reference", merged))
    expect(resolution.getModelMetadata("duo_chat").apiKey == "sk-story", "the reference")

    // The document that was read contains no API keys, so stored keys stay. An empty API key removes the stored one.
    val last = configuration.getConfiguration()
    val removed = configuration.applyConfiguration(
        last.copy(
            models = last.models.map {
                if (it.name == "GPT by reference") it.copy(apiKey = "") else it
            },
        ),
    )
    expect(removed.models.update.size == 1, removed)
    val keys = configuration.getConfiguration().models.associate { it.name to it.hasApiKey }
    expect(keys["GPT by reference"] == false && keys["Codestral"] == true, keys)
}

private fun azure(name: String, apiKey: Any) = ConfigurationModel(
    name = name,
    family = "gpt",
    endpoint = "https://example.openai.azure.com",
    identifier = "azure/gpt-4o",
    apiKey = apiKey,
)

private fun choose(model: String, document: ConfigurationDocument) = document.copy(
    features = document.features.map { if (it.feature == "duo_chat") it.copy(model = model) else it },
)

private fun document(response: ApiResponse<ConfigurationDocument?>): ConfigurationDocument =
    (response as Success).data!!

private fun etag(response: ApiResponse<*>): String =
    response.headers.entries.first { it.key.equals("etag", ignoreCase = true) }.value[0]

private fun problem(call: () -> Unit): Problem {
    try {
        call()
    } catch (e: ClientException) {
        val body = (e.response as ClientError<*>).body as String
        return Serializer.gson.fromJson(body, Problem::class.java)
    }
    throw AssertionError("It was not refused")
}

private fun expect(holds: Boolean, answer: Any?) {
    if (!holds) {
        throw AssertionError("Not as expected: $answer")
    }
}
