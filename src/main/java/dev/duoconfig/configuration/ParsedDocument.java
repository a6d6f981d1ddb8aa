package dev.duoconfig.configuration;

import java.util.List;
import java.util.Map;

import dev.duoconfig.configuration.ConfigurationPlan.ConfigurationWarning;
import dev.duoconfig.feature.ConfigurationFeature;
import dev.duoconfig.gateway.GatewayRequest;
import dev.duoconfig.gateway.GatewayValues;
import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.model.ModelRequest;
import org.jspecify.annotations.Nullable;

/**
 * A document with its API keys.
 *
 * @param keysExpected pointers to the models whose {@code has_api_key} is true, by name
 * @param keysFollow whether a model keeps its stored key when it moves to another server
 * @param notAdopted warnings about the gateway's settings of another system that are not adopted
 * @param errors the errors found so far
 */
record ParsedDocument(
        @Nullable GatewayRequest gateway,
        List<ModelRequest> models,
        List<ConfigurationFeature> features,
        Map<String, String> keysExpected,
        boolean keysFollow,
        List<ConfigurationWarning> notAdopted,
        ProblemErrors errors) {

    /**
     * A copy for a document from another system: stored keys do not follow, and of the gateway's settings, only those that are
     * missing here are adopted.
     *
     * @param current the URL of the gateway that applies here, or null
     */
    ParsedDocument adopted(GatewayValues stored, @Nullable String current) {
        var found = gateway == null ? GatewayRequest.defaults(null) : gateway;
        var adopted = AdoptedGateway.of(found, stored, current);
        return new ParsedDocument(
                adopted.request(), models, features, keysExpected, false, adopted.notAdopted(), errors);
    }

    /** Never shows the keys. */
    @Override
    public String toString() {
        return "ParsedDocument";
    }
}
