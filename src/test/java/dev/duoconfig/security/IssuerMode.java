package dev.duoconfig.security;

import java.util.List;
import java.util.Map;

import dev.duoconfig.testkit.OtherSettings;
import io.quarkus.test.junit.QuarkusTestProfile;

import static java.util.Map.entry;

/**
 * The service with an OIDC issuer, with claim names and values that differ from the defaults, and beside it with a GitLab whose
 * pipelines have tokens, and with an issuer that is away.
 */
public final class IssuerMode implements QuarkusTestProfile {

    static final String AUDIENCE = "duo-api";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                entry("duo.oidc.audience", AUDIENCE),
                entry("duo.console-client-id", "duo-console"),
                entry("duo.public-url", OtherSettings.PUBLIC_URL),
                entry("duo.oidc.role-claim", "resource_access/duo/roles"),
                entry("duo.oidc.admin-values", "duo-admins,duo-operators"),
                entry("duo.oidc.planner-values", "duo-planners"),
                entry("duo.oidc.viewer-values", "duo-viewers"),
                entry("duo.oidc.resolver-values", "gitlab, gitlab-staging"),
                entry("duo.oidc.gitlab-ci.audience", "https://duo.example.com"),
                entry("duo.oidc.gitlab-ci.name-claim", "user_login"),
                entry("duo.oidc.gitlab-ci.role-claim", "namespace_path"),
                entry("duo.oidc.gitlab-ci.viewer-values", "infra*"),
                entry("duo.oidc.gitlab-ci.planner-claims", "project_path=infra/duo"),
                entry("duo.oidc.gitlab-ci.admin-claims", "project_path=infra/duo, ref_protected=true"),
                entry("duo.oidc.away.viewer-values", "staff"));
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(OidcIssuerResource.class));
    }
}
