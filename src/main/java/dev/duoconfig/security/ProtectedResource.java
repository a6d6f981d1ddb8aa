package dev.duoconfig.security;

import java.util.List;

/**
 * How to get a token for the service (RFC 9728).
 *
 * @param resource the URL of the service
 * @param authorizationServers the URLs of the issuers whose tokens it accepts
 * @param bearerMethodsSupported the standard places of a token in a request
 * @param resourceDocumentation the URL of the documentation for people
 */
record ProtectedResource(
        String resource,
        List<String> authorizationServers,
        List<String> bearerMethodsSupported,
        String resourceDocumentation) {}
