"""Sets up GitLab Duo from scratch with the generated Python client. Arguments: the URL and the tokens directory."""

import sys
from collections.abc import Callable
from pathlib import Path

from duo_config_client import (
    ApiClient,
    ApiException,
    ApiKeyReference,
    Configuration,
    ConfigurationApi,
    ConfigurationApiKey,
    ConfigurationDocument,
    ConfigurationModel,
    FeatureSettingChange,
    FeatureSettingRequest,
    FeaturesApi,
    GatewayApi,
    GatewayPatch,
    ModelPatch,
    ModelRequest,
    ModelsApi,
    Platform,
    Problem,
    ProblemCode,
    Provider,
    ResolutionReason,
    ResolutionStatus,
    SubscriptionApi,
)


def client(url: str, token: Path) -> ApiClient:
    return ApiClient(Configuration(host=url, access_token=token.read_text().strip()))


def problem(call: Callable[[], object]) -> Problem:
    try:
        call()
    except ApiException as refused:
        assert isinstance(refused.data, Problem), refused.data
        return refused.data
    raise AssertionError("It was not refused")


def tell(url: str, tokens: Path) -> None:
    admin = client(url, tokens / "admin")
    subscription = SubscriptionApi(admin)
    gateway = GatewayApi(admin)
    models = ModelsApi(admin)
    features = FeaturesApi(admin)
    resolution = FeaturesApi(client(url, tokens / "resolver"))

    disabled = FeatureSettingRequest(provider=Provider.DISABLED)
    refused = problem(lambda: features.set_feature("code_generations", disabled))
    assert refused.status == 403 and refused.code == ProblemCode.SUBSCRIPTION_REQUIRED, refused

    assert subscription.sync_subscription().entitled

    settings = gateway.update_gateway(GatewayPatch(url="https://aigw.example.com/"))
    assert settings.url == "https://aigw.example.com", settings

    request = ModelRequest(
        name="Mixtral-8x7B-it-v0.1 on GCP",
        family="mixtral",
        endpoint="https://vllm.example.com:8000/v1",
        identifier="custom_openai/Mixtral-8x7B-Instruct-v0.1",
        api_key="sk-example",
    )
    assert models.create_model(request, dry_run=True).id is None
    mixtral = models.create_model(request)
    assert mixtral.id is not None and mixtral.platform == Platform.VLLM and mixtral.has_api_key, mixtral

    claude = models.create_model(
        ModelRequest(
            name="Claude-3 on Bedrock deployment",
            family="claude_3",
            identifier="bedrock/apac.anthropic.claude-3-5-sonnet-20241022-v2:0",
        )
    )
    assert claude.id is not None and claude.endpoint is None, claude

    invalid = problem(lambda: models.update_model(mixtral.id, ModelPatch(family="nothing")))
    assert invalid.status == 422 and invalid.errors, invalid
    assert invalid.errors[0].pointer == "/family" and invalid.errors[0].code == "family-unknown", invalid

    features.set_feature("code_generations", FeatureSettingRequest(model_id=claude.id))
    features.set_feature("duo_chat", FeatureSettingRequest(model_id=mixtral.id))
    inherited = resolution.get_effective_model("duo_chat_explain_code", explain=True)
    assert inherited.status == ResolutionStatus.READY, inherited
    assert inherited.reason == ResolutionReason.INHERITED, inherited
    assert inherited.model and inherited.model.id == mixtral.id and inherited.trace, inherited
    assert resolution.get_model_metadata("duo_chat_explain_code").api_key == "sk-example"

    features.update_features(
        [
            FeatureSettingChange(feature="duo_chat_write_tests", provider=Provider.DISABLED),
            FeatureSettingChange(feature="duo_chat_refactor_code", provider=Provider.DISABLED),
        ]
    )
    off = resolution.get_effective_model("duo_chat_write_tests")
    assert off.status == ResolutionStatus.DISABLED and off.model is None, off

    gateway.update_gateway(GatewayPatch(beta_features_enabled=True))
    assert resolution.get_effective_model("duo_chat_troubleshoot_job").status == ResolutionStatus.READY

    in_use = problem(lambda: models.delete_model(mixtral.id))
    assert in_use.status == 409 and in_use.code == ProblemCode.MODEL_IN_USE, in_use
    assert in_use.used_by == ["duo_chat"], in_use
    assert models.delete_model_with_http_info(mixtral.id, reassign_to=claude.id).status_code == 204
    moved = resolution.get_effective_model("duo_chat")
    assert moved.model and moved.model.id == claude.id, moved

    tell_of_documents(ConfigurationApi(admin), gateway, models, resolution)

    # The client accepts values and properties that a later release adds.
    assert ProblemCode("added-later") == ProblemCode.UNKNOWN_DEFAULT_OPEN_API
    assert Problem.from_dict({**in_use.to_dict(), "code": "added-later", "region": "eu"})


def tell_of_documents(
    configuration: ConfigurationApi, gateway: GatewayApi, models: ModelsApi, resolution: FeaturesApi
) -> None:
    """Reads, changes, and applies the whole configuration, unless somebody else has changed it in the meantime."""
    models.create_model(
        ModelRequest(
            name="Codestral",
            family="codestral",
            endpoint="https://vllm.example.com:8001/v1",
            identifier="custom_openai/Codestral-22B-v0.1",
            api_key="sk-kept",
        )
    )
    read = configuration.get_configuration_with_http_info()
    document, etag = read.data, read.headers["ETag"]
    unchanged = configuration.apply_configuration(document, dry_run=True, if_match=etag)
    assert not unchanged.models.update and not unchanged.warnings, unchanged

    by_reference = ApiKeyReference(env="DUO_MODEL_KEY_STORY")
    document.models.append(azure("GPT on Azure", ConfigurationApiKey("sk-text")))
    document.models.append(azure("GPT by reference", ConfigurationApiKey(by_reference)))
    choose(document, "GPT on Azure")
    plan = configuration.apply_configuration(document, dry_run=True, if_match=etag)
    assert [model.has_api_key for model in plan.models.create] == [True, True], plan
    assert plan.features[0].after.model == "GPT on Azure", plan

    gateway.update_gateway(GatewayPatch(request_timeout_seconds=120))
    stale = problem(lambda: configuration.apply_configuration(document, if_match=etag))
    assert stale.status == 412 and stale.code == ProblemCode.PRECONDITION_FAILED, stale

    now = configuration.get_configuration_with_http_info()
    document.gateway = now.data.gateway
    done = configuration.apply_configuration(document, if_match=now.headers["ETag"])
    assert done.gateway is None and len(done.models.create) == 2, done
    assert resolution.get_model_metadata("duo_chat").api_key == "sk-text"
    choose(document, "GPT by reference")
    configuration.apply_configuration(document)
    assert resolution.get_model_metadata("duo_chat").api_key == "sk-story"

    # The document that was read contains no API keys, so stored keys stay. An empty API key removes the stored one.
    last = configuration.get_configuration()
    named(last, "GPT by reference").api_key = ConfigurationApiKey("")
    removed = configuration.apply_configuration(last)
    assert len(removed.models.update) == 1, removed
    last = configuration.get_configuration()
    assert not named(last, "GPT by reference").has_api_key, last
    assert named(last, "GPT on Azure").has_api_key and named(last, "Codestral").has_api_key, last


def azure(name: str, api_key: ConfigurationApiKey) -> ConfigurationModel:
    return ConfigurationModel(
        name=name,
        family="gpt",
        endpoint="https://example.openai.azure.com",
        identifier="azure/gpt-4o",
        api_key=api_key,
    )


def choose(document: ConfigurationDocument, model: str) -> None:
    for choice in document.features:
        if choice.feature == "duo_chat":
            choice.model = model


def named(document: ConfigurationDocument, name: str) -> ConfigurationModel:
    return next(model for model in document.models if model.name == name)


if __name__ == "__main__":
    tell(sys.argv[1], Path(sys.argv[2]))
    print("python: the story is told")
