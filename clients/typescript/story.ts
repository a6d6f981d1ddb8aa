// From nothing to a configured GitLab Duo, with the generated TypeScript client. Arguments: the URL, the directory of the tokens.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
    Configuration,
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
console.log('typescript: the story is told');
