package dev.duoconfig.instance;

import java.util.HashMap;
import java.util.HashSet;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.apikey.StoredApiKeys;
import dev.duoconfig.gateway.GatewayValues;
import dev.duoconfig.gateway.Gateways;
import dev.duoconfig.gateway.OutboundAccess;
import dev.duoconfig.gitlab.GitLabClient;
import dev.duoconfig.gitlab.GitLabReader;
import dev.duoconfig.gitlab.GitLabState;
import dev.duoconfig.http.body.JsonText;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.outbound.OutboundClient;
import dev.duoconfig.outbound.address.Trust;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.store.ConfigurationReader;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads GitLab instances, and compares them with this configuration. */
@ApplicationScoped
class Comparisons {

    /** A GitLab that needs almost the limit for each call is given up after this many. */
    private static final int MAX_SLOW_CALLS = 6;

    /** Twice as many as this service can have. */
    private static final int MAX_MODELS = 20_000;

    private static final int MAX_FEATURES = 1_000;

    private final ConfigurationReader reader;
    private final Gateways gateway;
    private final Instances instances;
    private final ModelRecords records;
    private final StoredApiKeys apiKeys;
    private final OutboundClient client;
    private final GitLabReader.Limits limits;
    private final ObjectMapper json;

    Comparisons(
            ConfigurationReader reader,
            Gateways gateway,
            Instances instances,
            ModelRecords records,
            StoredApiKeys apiKeys,
            OutboundClient client,
            InstanceSettings settings,
            ObjectMapper json) {
        this.reader = reader;
        this.gateway = gateway;
        this.instances = instances;
        this.records = records;
        this.apiKeys = apiKeys;
        this.client = client;
        this.limits = new GitLabReader.Limits(
                settings.timeout().multipliedBy(MAX_SLOW_CALLS), settings.timeout(), MAX_MODELS, MAX_FEATURES);
        this.json = json;
    }

    /**
     * The configuration and the connection to a GitLab, at one revision. Ends the request with a 404 if there is no such instance.
     *
     * @param caller the one that limits on outbound requests count
     */
    Target target(long instanceId, Object caller) {
        return reader.read(snapshot -> {
                    var instance = instances.toCompare(instanceId);
                    var access = gateway.outboundAccess();
                    return new Target(
                            instance,
                            desired(instance, snapshot, gateway.stored()),
                            () -> client(instance, access, caller));
                })
                .body();
    }

    /**
     * Reads a GitLab, and plans what makes it equal.
     *
     * @param sendKeys whether to send all API keys
     * @throws dev.duoconfig.gitlab.GitLabException if the GitLab cannot be read
     */
    Comparison compare(Target target, boolean sendKeys, Patience patience) {
        var instance = target.instance();
        var there = patience.call(() -> new GitLabReader(target.newClient(), limits).read());
        var recorded = records.of(instance.id());
        var plan = Planner.plan(target.desired(), there, recorded, instance.deleteModels(), sendKeys);
        return new Comparison(
                instance,
                target.desired(),
                there,
                new KnownModels(
                        target.desired(),
                        recorded,
                        (replaced, removed) -> records.store(instance.id(), instance.revision(), replaced, removed)),
                plan,
                new StoredPlan(shown(instance, target.desired(), there, plan), state(there, sendKeys)));
    }

    private GitLabClient client(InstanceConnection instance, OutboundAccess access, Object caller) {
        return new GitLabClient(
                instance.gitlab().url(),
                instance.gitlab().token(),
                access.allowlist(),
                Trust.ADMINISTRATOR,
                client.onBehalfOf(caller),
                json);
    }

    private Desired desired(InstanceConnection instance, Snapshot snapshot, GatewayValues stored) {
        var digests = new HashMap<Long, String>();
        var unreadable = new HashSet<Long>();
        for (var model : snapshot.models().values()) {
            try {
                var key = apiKeys.open(model);
                if (key != null) {
                    digests.put(model.id(), instance.digest(model.id(), key));
                }
            } catch (ApiException e) {
                unreadable.add(model.id());
            }
        }
        return new Desired(snapshot, stored.agentPlatformUrl(), stored.agentPlatformTls(), digests, unreadable);
    }

    private static GitLabPlan shown(InstanceConnection instance, Desired desired, GitLabState there, Plan plan) {
        return new GitLabPlan(
                instance.id(),
                desired.snapshot().revision(),
                new GitLabPlanVersion(there.version()),
                plan.steps().isEmpty(),
                PlanSteps.planned(plan.steps()),
                plan.manual().stream().map(GitLabManualStep::from).toList(),
                plan.notPossible().stream().map(GitLabNotPossible::from).toList());
    }

    /** Stands for everything that a plan depends on beside this configuration. */
    private String state(GitLabState there, boolean sendKeys) {
        return StateDigest.of(JsonText.of(json, ComparedState.of(there, sendKeys)));
    }

    /**
     * The two sides of a comparison, as read at one revision.
     *
     * @param clients creates a client for one task
     */
    record Target(InstanceConnection instance, Desired desired, Supplier<GitLabClient> clients) {

        GitLabClient newClient() {
            return clients.get();
        }
    }
}
