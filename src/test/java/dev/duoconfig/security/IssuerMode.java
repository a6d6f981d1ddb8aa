package dev.duoconfig.security;

import java.util.List;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** The service with an OIDC issuer, and with claim names and values that differ from the defaults. */
public final class IssuerMode implements QuarkusTestProfile {

    static final String AUDIENCE = "duo-api";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "duo.oidc.audience", AUDIENCE,
                "duo.console-client-id", "duo-console",
                "duo.oidc.role-claim", "resource_access/duo/roles",
                "duo.oidc.admin-values", "duo-admins,duo-operators",
                "duo.oidc.viewer-values", "duo-viewers",
                "duo.oidc.resolver-values", "gitlab, gitlab-staging");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(OidcIssuerResource.class));
    }
}
