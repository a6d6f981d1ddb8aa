// Sets up GitLab Duo from scratch with the generated TypeScript client. Arguments: the URL and the tokens directory.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
    Configuration,
    ConfigurationApi,
    type ConfigurationApiKey,
    type ConfigurationDocument,
    type ConfigurationModel,
    FeaturesApi,
    GatewayApi,
    ModelsApi,
    Platform,
    type Problem,
    ProblemCode,
    ProblemFromJSON,
    Provider,
    ResolutionReason,
    ResolutionStatus,
    ResponseError,
    SubscriptionApi,
} from './client/index.js';

const [url, tokens] = process.argv.slice(2) as [string, string];

function configuration(role: string): Configuration {
    return new Configuration({ basePath: url, accessToken: readFileSync(join(tokens, role), 'utf8').trim() });
}

async function problem(call: Promise<unknown>): Promise<Problem> {
    try {
        await call;
    } catch (refused) {
        if (refused instanceof ResponseError) {
            return ProblemFromJSON(await refused.response.json());
        }
        throw refused;
    }
    throw new Error('It was not refused');
}

const admin = configuration('admin');
const subscription = new SubscriptionApi(admin);
const gateway = new GatewayApi(admin);
const models = new ModelsApi(admin);
const features = new FeaturesApi(admin);
const resolution = new FeaturesApi(configuration('resolver'));

const disabled = { provider: Provider.DISABLED };
const refused = await problem(features.setFeature({ feature: 'code_generations', featureSettingRequest: disabled }));
assert.equal(refused.status, 403);
assert.equal(refused.code, ProblemCode.SUBSCRIPTION_REQUIRED);

assert.ok((await subscription.syncSubscription()).entitled);

const settings = await gateway.updateGateway({ gatewayPatch: { url: 'https://aigw.example.com/' } });
assert.equal(settings.url, 'https://aigw.example.com');

const modelRequest = {
    name: 'Mixtral-8x7B-it-v0.1 on GCP',
    family: 'mixtral',
    endpoint: 'https://vllm.example.com:8000/v1',
    identifier: 'custom_openai/Mixtral-8x7B-Instruct-v0.1',
    apiKey: 'sk-example',
};
assert.equal((await models.createModel({ modelRequest, dryRun: true })).id, null);
const mixtral = await models.createModel({ modelRequest });
assert.equal(mixtral.platform, Platform.VLLM);
assert.ok(mixtral.hasApiKey);
assert.ok(mixtral.createdAt instanceof Date);

const claude = await models.createModel({
    modelRequest: {
        name: 'Claude-3 on Bedrock deployment',
        family: 'claude_3',
        identifier: 'bedrock/apac.anthropic.claude-3-5-sonnet-20241022-v2:0',
    },
});
assert.equal(claude.endpoint, null);
assert.ok(mixtral.id !== null && claude.id !== null);

const invalid = await problem(models.updateModel({ id: mixtral.id, modelPatch: { family: 'nothing' } }));
assert.equal(invalid.status, 422);
assert.equal(invalid.errors?.[0]?.pointer, '/family');
assert.equal(invalid.errors?.[0]?.code, 'family-unknown');

await features.setFeature({ feature: 'code_generations', featureSettingRequest: { modelId: claude.id } });
await features.setFeature({ feature: 'duo_chat', featureSettingRequest: { modelId: mixtral.id } });
const inherited = await resolution.getEffectiveModel({ feature: 'duo_chat_explain_code', explain: true });
assert.equal(inherited.status, ResolutionStatus.READY);
assert.equal(inherited.reason, ResolutionReason.INHERITED);
assert.equal(inherited.model?.id, mixtral.id);
assert.ok(inherited.trace?.length);
const metadata = await resolution.getModelMetadata({ feature: 'duo_chat_explain_code' });
assert.equal(metadata.apiKey, 'sk-example');

await features.updateFeatures({
    featureSettingChange: [
        { feature: 'duo_chat_write_tests', provider: Provider.DISABLED },
        { feature: 'duo_chat_refactor_code', provider: Provider.DISABLED },
    ],
});
const off = await resolution.getEffectiveModel({ feature: 'duo_chat_write_tests' });
assert.equal(off.status, ResolutionStatus.DISABLED);
assert.equal(off.model, null);

await gateway.updateGateway({ gatewayPatch: { betaFeaturesEnabled: true } });
const beta = await resolution.getEffectiveModel({ feature: 'duo_chat_troubleshoot_job' });
assert.equal(beta.status, ResolutionStatus.READY);

const inUse = await problem(models.deleteModel({ id: mixtral.id }));
assert.equal(inUse.status, 409);
assert.equal(inUse.code, ProblemCode.MODEL_IN_USE);
assert.deepEqual(inUse.usedBy, ['duo_chat']);
const gone = await models.deleteModelRaw({ id: mixtral.id, reassignTo: claude.id });
assert.equal(gone.raw.status, 204);
assert.equal((await resolution.getEffectiveModel({ feature: 'duo_chat' })).model?.id, claude.id);

// Reads, changes, and applies the whole configuration, unless somebody else has changed it in the meantime.
const configurations = new ConfigurationApi(admin);

async function read(): Promise<{ document: ConfigurationDocument; etag: string }> {
    const answer = await configurations.getConfigurationRaw({});
    return { document: await answer.value(), etag: answer.raw.headers.get('ETag') ?? '' };
}

function azure(name: string, apiKey: ConfigurationApiKey): ConfigurationModel {
    return { name, family: 'gpt', endpoint: 'https://example.openai.azure.com', identifier: 'azure/gpt-4o', apiKey };
}

function choose(document: ConfigurationDocument, model: string): void {
    document.features.filter((choice) => choice.feature === 'duo_chat').forEach((choice) => (choice.model = model));
}

function named(document: ConfigurationDocument, name: string): ConfigurationModel {
    const model = document.models.find((each) => each.name === name);
    assert.ok(model);
    return model;
}

await models.createModel({
    modelRequest: {
        name: 'Codestral',
        family: 'codestral',
        endpoint: 'https://vllm.example.com:8001/v1',
        identifier: 'custom_openai/Codestral-22B-v0.1',
        apiKey: 'sk-kept',
    },
});
const { document, etag } = await read();
const unchanged = await configurations.applyConfiguration({ configurationDocument: document, dryRun: true, ifMatch: etag });
assert.deepEqual(unchanged.models.update, []);
assert.deepEqual(unchanged.warnings, []);

document.models.push(azure('GPT on Azure', 'sk-text'), azure('GPT by reference', { env: 'DUO_MODEL_KEY_STORY' }));
choose(document, 'GPT on Azure');
const plan = await configurations.applyConfiguration({ configurationDocument: document, dryRun: true, ifMatch: etag });
assert.equal(plan.models.create.length, 2);
assert.ok(plan.models.create.every((model) => model.hasApiKey));
assert.equal(plan.features[0]?.after.model, 'GPT on Azure');

await gateway.updateGateway({ gatewayPatch: { requestTimeoutSeconds: 120 } });
const stale = await problem(configurations.applyConfiguration({ configurationDocument: document, ifMatch: etag }));
assert.equal(stale.status, 412);
assert.equal(stale.code, ProblemCode.PRECONDITION_FAILED);

const now = await read();
document.gateway = now.document.gateway;
const done = await configurations.applyConfiguration({ configurationDocument: document, ifMatch: now.etag });
assert.equal(done.gateway, null);
assert.equal(done.models.create.length, 2);
assert.equal((await resolution.getModelMetadata({ feature: 'duo_chat' })).apiKey, 'sk-text');
choose(document, 'GPT by reference');
await configurations.applyConfiguration({ configurationDocument: document });
assert.equal((await resolution.getModelMetadata({ feature: 'duo_chat' })).apiKey, 'sk-story');

// The document that was read contains no API keys, so stored keys stay. An empty API key removes the stored one.
let last = await configurations.getConfiguration();
named(last, 'GPT by reference').apiKey = '';
const removed = await configurations.applyConfiguration({ configurationDocument: last });
assert.equal(removed.models.update.length, 1);
last = await configurations.getConfiguration();
assert.equal(named(last, 'GPT by reference').hasApiKey, false);
assert.ok(named(last, 'GPT on Azure').hasApiKey && named(last, 'Codestral').hasApiKey);
console.log('typescript: the story is told');
