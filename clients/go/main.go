// Sets up GitLab Duo from scratch with the generated Go client. Arguments: the URL and the tokens directory.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"duoconfig"
)

var ctx = context.Background()

func client(url string, token string) *duoconfig.APIClient {
	text, err := os.ReadFile(token)
	succeed(err)
	configuration := duoconfig.NewConfiguration()
	configuration.Servers = duoconfig.ServerConfigurations{{URL: url}}
	configuration.AddDefaultHeader("Authorization", "Bearer "+strings.TrimSpace(string(text)))
	return duoconfig.NewAPIClient(configuration)
}

func main() {
	admin := client(os.Args[1], filepath.Join(os.Args[2], "admin"))
	resolver := client(os.Args[1], filepath.Join(os.Args[2], "resolver"))

	disabled := duoconfig.FeatureSettingRequest{Provider: duoconfig.PROVIDER_DISABLED.Ptr()}
	_, _, err := admin.FeaturesAPI.SetFeature(ctx, "code_generations").FeatureSettingRequest(disabled).Execute()
	refused := problem(err)
	expect(refused.Status == 403 && refused.Code == duoconfig.PROBLEMCODE_SUBSCRIPTION_REQUIRED, refused)

	subscription, _, err := admin.SubscriptionAPI.SyncSubscription(ctx).Execute()
	succeed(err)
	expect(subscription.Entitled, subscription)

	settings := updateGateway(admin, duoconfig.GatewayPatch{Url: text("https://aigw.example.com/")})
	expect(settings.Url.Get() != nil && *settings.Url.Get() == "https://aigw.example.com", settings)

	request := duoconfig.ModelRequest{
		Name:       "Mixtral-8x7B-it-v0.1 on GCP",
		Family:     "mixtral",
		Endpoint:   text("https://vllm.example.com:8000/v1"),
		Identifier: "custom_openai/Mixtral-8x7B-Instruct-v0.1",
		ApiKey:     text("sk-example"),
	}
	tried, _, err := admin.ModelsAPI.CreateModel(ctx).ModelRequest(request).DryRun(true).Execute()
	succeed(err)
	expect(tried.Id.Get() == nil, tried)
	mixtral := createModel(admin, request)
	expect(mixtral.HasKey && *mixtral.Platform.Get() == duoconfig.PLATFORM_VLLM, mixtral)
	claude := createModel(admin, duoconfig.ModelRequest{
		Name:       "Claude-3 on Bedrock deployment",
		Family:     "claude_3",
		Identifier: "bedrock/apac.anthropic.claude-3-5-sonnet-20241022-v2:0",
	})
	expect(claude.Endpoint.Get() == nil, claude)

	nothing := duoconfig.ModelPatch{Family: duoconfig.PtrString("nothing")}
	_, _, err = admin.ModelsAPI.UpdateModel(ctx, id(mixtral)).ModelPatch(nothing).Execute()
	invalid := problem(err)
	expect(invalid.Status == 422 && invalid.Errors[0].Pointer == "/family" && invalid.Errors[0].Code == "family-unknown", invalid)
	messages := *invalid.Message.MapmapOfStringarrayOfString
	expect(len(messages["family"]) == 1, invalid)

	setFeature(admin, "code_generations", id(claude))
	setFeature(admin, "duo_chat", id(mixtral))
	inherited := effectiveModel(resolver, "duo_chat_explain_code")
	expect(inherited.Status == duoconfig.RESOLUTIONSTATUS_READY, inherited)
	expect(inherited.Reason == duoconfig.RESOLUTIONREASON_INHERITED && len(inherited.Trace) > 0, inherited)
	expect(inherited.Model.Get().Id == id(mixtral), inherited)
	expect(apiKey(resolver, "duo_chat_explain_code") == "sk-example", "the API key")

	changes := []duoconfig.FeatureSettingChange{
		{Feature: "duo_chat_write_tests", Provider: duoconfig.PROVIDER_DISABLED.Ptr()},
		{Feature: "duo_chat_refactor_code", Provider: duoconfig.PROVIDER_DISABLED.Ptr()},
	}
	_, _, err = admin.FeaturesAPI.UpdateFeatures(ctx).FeatureSettingChange(changes).Execute()
	succeed(err)
	off := effectiveModel(resolver, "duo_chat_write_tests")
	expect(off.Status == duoconfig.RESOLUTIONSTATUS_DISABLED && off.Model.Get() == nil, off)

	updateGateway(admin, duoconfig.GatewayPatch{BetaFeaturesEnabled: *duoconfig.NewNullableBool(duoconfig.PtrBool(true))})
	beta := effectiveModel(resolver, "duo_chat_troubleshoot_job")
	expect(beta.Status == duoconfig.RESOLUTIONSTATUS_READY, beta)

	_, _, err = admin.ModelsAPI.DeleteModel(ctx, id(mixtral)).Execute()
	inUse := problem(err)
	expect(inUse.Status == 409 && inUse.Code == duoconfig.PROBLEMCODE_MODEL_IN_USE && inUse.UsedBy[0] == "duo_chat", inUse)
	_, gone, err := admin.ModelsAPI.DeleteModel(ctx, id(mixtral)).ReassignTo(id(claude)).Execute()
	succeed(err)
	expect(gone.StatusCode == 204, gone)
	expect(effectiveModel(resolver, "duo_chat").Model.Get().Id == id(claude), "reassigned")

	configurationStory(admin, resolver)

	// The client accepts values that a later release adds.
	var later duoconfig.ProblemCode
	succeed(json.Unmarshal([]byte(`"added-later"`), &later))
	expect(later == duoconfig.PROBLEMCODE_UNKNOWN_DEFAULT_OPEN_API, later)
	var warning duoconfig.Warning
	succeed(json.Unmarshal([]byte(`{"code": "a", "field": null, "detail": "b", "added": "later"}`), &warning))
	fmt.Println("go: the story is told")
}

// configurationStory reads, changes, and applies the whole configuration, unless somebody else has changed it in the meantime.
func configurationStory(admin *duoconfig.APIClient, resolver *duoconfig.APIClient) {
	createModel(admin, duoconfig.ModelRequest{
		Name:       "Codestral",
		Family:     "codestral",
		Endpoint:   text("https://vllm.example.com:8001/v1"),
		Identifier: "custom_openai/Codestral-22B-v0.1",
		ApiKey:     text("sk-kept"),
	})
	document, read, err := admin.ConfigurationAPI.GetConfiguration(ctx).Execute()
	succeed(err)
	tag := read.Header.Get("ETag")
	unchanged, _, err := apply(admin, document).DryRun(true).IfMatch(tag).Execute()
	succeed(err)
	expect(len(unchanged.Models.Update) == 0 && len(unchanged.Warnings) == 0, unchanged)

	key := duoconfig.StringAsConfigurationApiKey(duoconfig.PtrString("sk-text"))
	reference := duoconfig.ApiKeyReferenceAsConfigurationApiKey(&duoconfig.ApiKeyReference{
		Env: duoconfig.PtrString("DUO_MODEL_KEY_STORY"),
	})
	document.Models = append(document.Models, azure("GPT on Azure", key), azure("GPT by reference", reference))
	choose(document, "GPT on Azure")
	plan, _, err := apply(admin, document).DryRun(true).IfMatch(tag).Execute()
	succeed(err)
	expect(len(plan.Models.Create) == 2 && plan.Models.Create[0].HasKey && plan.Models.Create[1].HasKey, plan)

	updateGateway(admin, duoconfig.GatewayPatch{RequestTimeoutSeconds: *duoconfig.NewNullableInt32(duoconfig.PtrInt32(120))})
	_, _, err = apply(admin, document).IfMatch(tag).Execute()
	stale := problem(err)
	expect(stale.Status == 412 && stale.Code == duoconfig.PROBLEMCODE_PRECONDITION_FAILED, stale)

	now, read, err := admin.ConfigurationAPI.GetConfiguration(ctx).Execute()
	succeed(err)
	document.Gateway = now.Gateway
	done, _, err := apply(admin, document).IfMatch(read.Header.Get("ETag")).Execute()
	succeed(err)
	expect(done.Gateway.Get() == nil && len(done.Models.Create) == 2, done)
	expect(apiKey(resolver, "duo_chat") == "sk-text", "the text")
	choose(document, "GPT by reference")
	_, _, err = apply(admin, document).Execute()
	succeed(err)
	expect(apiKey(resolver, "duo_chat") == "sk-story", "the reference")

	// The document that was read contains no API keys, so stored keys stay. An empty API key removes the stored one.
	last, _, err := admin.ConfigurationAPI.GetConfiguration(ctx).Execute()
	succeed(err)
	model(last, "GPT by reference").SetApiKey(duoconfig.StringAsConfigurationApiKey(duoconfig.PtrString("")))
	removed, _, err := apply(admin, last).Execute()
	succeed(err)
	expect(len(removed.Models.Update) == 1, removed)
	last, _, err = admin.ConfigurationAPI.GetConfiguration(ctx).Execute()
	succeed(err)
	expect(!model(last, "GPT by reference").GetHasKey() && model(last, "Codestral").GetHasKey(), last)
}

func apply(admin *duoconfig.APIClient, document *duoconfig.ConfigurationDocument) duoconfig.ApiApplyConfigurationRequest {
	return admin.ConfigurationAPI.ApplyConfiguration(ctx).ConfigurationDocument(*document)
}

func azure(name string, key duoconfig.ConfigurationApiKey) duoconfig.ConfigurationModel {
	return duoconfig.ConfigurationModel{
		Name:       name,
		Family:     "gpt",
		Endpoint:   text("https://example.openai.azure.com"),
		Identifier: "azure/gpt-4o",
		ApiKey:     &key,
	}
}

func choose(document *duoconfig.ConfigurationDocument, name string) {
	for i := range document.Features {
		if document.Features[i].Feature == "duo_chat" {
			document.Features[i].Model = text(name)
		}
	}
}

func model(document *duoconfig.ConfigurationDocument, name string) *duoconfig.ConfigurationModel {
	for i := range document.Models {
		if document.Models[i].Name == name {
			return &document.Models[i]
		}
	}
	panic("There is no model " + name)
}

func updateGateway(admin *duoconfig.APIClient, patch duoconfig.GatewayPatch) *duoconfig.Gateway {
	settings, _, err := admin.GatewayAPI.UpdateGateway(ctx).GatewayPatch(patch).Execute()
	succeed(err)
	return settings
}

func createModel(admin *duoconfig.APIClient, request duoconfig.ModelRequest) *duoconfig.Model {
	created, response, err := admin.ModelsAPI.CreateModel(ctx).ModelRequest(request).Execute()
	succeed(err)
	expect(response.StatusCode == http.StatusCreated, response)
	return created
}

func setFeature(admin *duoconfig.APIClient, feature string, model int64) {
	choice := duoconfig.FeatureSettingRequest{ModelId: *duoconfig.NewNullableInt64(&model)}
	_, _, err := admin.FeaturesAPI.SetFeature(ctx, feature).FeatureSettingRequest(choice).Execute()
	succeed(err)
}

func effectiveModel(resolver *duoconfig.APIClient, feature string) *duoconfig.EffectiveModel {
	effective, _, err := resolver.FeaturesAPI.GetEffectiveModel(ctx, feature).Explain(true).Execute()
	succeed(err)
	return effective
}

func apiKey(resolver *duoconfig.APIClient, feature string) string {
	metadata, _, err := resolver.FeaturesAPI.GetModelMetadata(ctx, feature).Execute()
	succeed(err)
	return *metadata.ApiKey.Get()
}

func id(model *duoconfig.Model) int64 {
	return *model.Id.Get()
}

func text(value string) duoconfig.NullableString {
	return *duoconfig.NewNullableString(&value)
}

// problem returns the problem of a refused request.
func problem(err error) duoconfig.Problem {
	var refused *duoconfig.GenericOpenAPIError
	if !errors.As(err, &refused) {
		panic(fmt.Sprint("It was not refused: ", err))
	}
	var problem duoconfig.Problem
	succeed(json.Unmarshal(refused.Body(), &problem))
	return problem
}

func succeed(err error) {
	if err != nil {
		panic(err)
	}
}

func expect(holds bool, answer interface{}) {
	if !holds {
		panic(fmt.Sprintf("Not as expected: %+v", answer))
	}
}
