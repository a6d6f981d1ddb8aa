package dev.duoconfig.security;

import java.util.Locale;

import io.quarkus.oidc.runtime.OidcUtils;
import org.jspecify.annotations.Nullable;

/**
 * An issuer among those that the settings name.
 *
 * @param name the name as in the variables, such as {@code GITLAB}; null for the issuer without a name
 * @param url the URL of the issuer; null for the issuer of local tokens
 */
public record IssuerId(@Nullable String name, @Nullable String url) {

    /** What the URL of the discovery document has after that of the issuer. */
    public static final String DISCOVERY = "/.well-known/openid-configuration";

    private static final String TENANT = "issuer-";

    /** The variable with a setting of this issuer, such as {@code DUO_OIDC_GITLAB_ISSUER}. */
    public String variable(String setting) {
        return IssuerVariables.PREFIX + (name == null ? "" : name + "_") + setting;
    }

    /** The {@code iss} of its tokens, except for a slash at the end: the discovery document has the exact one. */
    public String issuer() {
        return url == null ? LocalIssuer.ISSUER : url;
    }

    /** The URL of the discovery document of the issuer with a URL. */
    public static String discoveryUrl(String url) {
        return comparable(url) + DISCOVERY;
    }

    /** The name by which OIDC knows it. */
    String tenant() {
        return name == null ? OidcUtils.DEFAULT_TENANT_ID : TENANT + name.toLowerCase(Locale.ROOT);
    }

    /** The form in which issuers are compared to find the one of a token. */
    public static String comparable(String issuer) {
        return issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    }
}
