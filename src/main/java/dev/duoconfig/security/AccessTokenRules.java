package dev.duoconfig.security;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.jwt.consumer.Validator;
import org.jose4j.jwx.JsonWebStructure;
import org.jspecify.annotations.Nullable;

/**
 * Refuses tokens that state that they are not access tokens, and tokens whose names are not texts. OIDC applies these rules
 * to every token whose signature it verifies. The ID tokens of GitLab pipelines state no type and are accepted.
 * See docs/framework.md.
 */
@Unremovable
@Singleton
class AccessTokenRules implements Validator {

    private static final String TYPE = "typ";

    /** The media types of access tokens in the header (RFC 7519, section 5.1, and RFC 9068), without their prefix. */
    private static final Set<String> ACCESS_TOKEN_MEDIA_TYPES = Set.of("jwt", "at+jwt");

    /** A media type without a slash stands for one with this prefix (RFC 7515, section 4.1.9). */
    private static final String MEDIA_TYPE_PREFIX = "application/";

    /** The claim values by which Keycloak marks other tokens. */
    private static final Set<String> OTHER_TOKENS = Set.of("id", "refresh", "offline", "logout");

    /** The claims that can name the caller. */
    private static final List<String> NAMES = List.of("upn", "preferred_username", "sub");

    /** Returns the reason for a refusal, or null if the token is an access token. */
    @Override
    public @Nullable String validate(JwtContext token) {
        if (!token.getJoseObjects().stream().allMatch(AccessTokenRules::isOfAccessTokenMediaType)) {
            return "The header names a type other than that of access tokens.";
        }
        if (!isOfAccessTokenType(token.getJwtClaims())) {
            return "The claims name a type other than that of access tokens.";
        }
        return NAMES.stream()
                        .anyMatch(name -> !isAbsentOrText(token.getJwtClaims().getClaimValue(name)))
                ? "A name is not a text."
                : null;
    }

    private static boolean isOfAccessTokenMediaType(JsonWebStructure token) {
        var type = token.getHeaders().getObjectHeaderValue(TYPE);
        if (!(type instanceof String text)) {
            return type == null;
        }
        var mediaType = text.toLowerCase(Locale.ROOT);
        return ACCESS_TOKEN_MEDIA_TYPES.contains(
                mediaType.startsWith(MEDIA_TYPE_PREFIX) ? mediaType.substring(MEDIA_TYPE_PREFIX.length()) : mediaType);
    }

    private static boolean isOfAccessTokenType(JwtClaims claims) {
        var type = claims.getClaimValue(TYPE);
        return type instanceof String text ? !OTHER_TOKENS.contains(text.toLowerCase(Locale.ROOT)) : type == null;
    }

    private static boolean isAbsentOrText(@Nullable Object value) {
        return value == null || value instanceof String;
    }
}
