"""From nothing to a configured GitLab Duo, with the generated Python client. Arguments: the URL, the directory of the tokens."""

import sys
from collections.abc import Callable
from pathlib import Path

from duo_config_client import (
    ApiClient,
    ApiException,
    Configuration,
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

    # What a later release adds does not stop this client.
    assert ProblemCode("added-later") == ProblemCode.UNKNOWN_DEFAULT_OPEN_API
    assert Problem.from_dict({**in_use.to_dict(), "code": "added-later", "region": "eu"})


if __name__ == "__main__":
    tell(sys.argv[1], Path(sys.argv[2]))
    print("python: the story is told")
