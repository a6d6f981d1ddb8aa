package dev.duoconfig.realparts;

import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A realm of Keycloak in place of a GitLab: each client stands for jobs, and gets the claims of their ID tokens. */
final class PipelineRealm {

    static final String NAME = "pipelines";

    /** A job in a merge request of the project with the configuration. */
    static final String MERGE_REQUEST = "merge-request";

    /** A job on the protected branch of that project. */
    static final String PROTECTED_BRANCH = "protected-branch";

    /** A job on the protected branch of another project, which claims to be in a group of the other issuer. */
    static final String OTHER_PROJECT = "other-project";

    private static final ObjectMapper JSON = new ObjectMapper();

    private PipelineRealm() {}

    /** The realm as a file that Keycloak imports. */
    static String json() {
        var realm = JSON.createObjectNode().put("realm", NAME).put("enabled", true);
        var clients = realm.putArray("clients");
        addJob(clients.addObject(), MERGE_REQUEST, claims("infra/duo", "better-models", false));
        addJob(clients.addObject(), PROTECTED_BRANCH, claims("infra/duo", "main", true));
        var other = claims("infra/other", "main", true);
        other.put("groups", "duo-admins");
        addJob(clients.addObject(), OTHER_PROJECT, other);
        return realm.toString();
    }

    /** The claims as GitLab writes them: all of them are texts. */
    private static Map<String, String> claims(String project, String branch, boolean isProtected) {
        return new HashMap<>(Map.of(
                "project_path",
                project,
                "ref",
                branch,
                "ref_type",
                "branch",
                "ref_protected",
                String.valueOf(isProtected),
                "user_login",
                "bob"));
    }

    private static void addJob(ObjectNode client, String id, Map<String, String> claims) {
        var mappers = client.put("clientId", id)
                .put("publicClient", false)
                .put("standardFlowEnabled", false)
                .put("serviceAccountsEnabled", true)
                .putArray("protocolMappers");
        addMapper(mappers.addObject(), "oidc-audience-mapper", "audience")
                .put("included.custom.audience", "duo-config");
        claims.forEach((name, value) -> addMapper(mappers.addObject(), "oidc-hardcoded-claim-mapper", name)
                .put("claim.name", name)
                .put("claim.value", value)
                .put("jsonType.label", "String"));
    }

    /** Returns the properties of the mapper. */
    private static ObjectNode addMapper(ObjectNode mapper, String kind, String name) {
        return mapper.put("name", name)
                .put("protocol", "openid-connect")
                .put("protocolMapper", kind)
                .putObject("config")
                .put("access.token.claim", "true");
    }
}
