package dev.duoconfig.snapshot.prepared;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.duoconfig.security.LocalIssuer;
import dev.duoconfig.testkit.Api;

/** Header lines with valid and invalid tokens. */
final class SampleTokens {

    /** Expired tokens by their signing key. Signing one takes longer than all requests with it. */
    private static final Map<String, String> EXPIRED = new ConcurrentHashMap<>();

    private SampleTokens() {}

    /** The header lines, by a description of the token. */
    static Map<String, String> headers() {
        var good = Api.token("admin");
        var expired = EXPIRED.computeIfAbsent(Api.read("local-issuer/private-key.pem"), key -> LocalIssuer.fromPem(key)
                .token("admin", Instant.now().minus(LocalIssuer.LIFETIME).minusSeconds(60)));
        var headers = new LinkedHashMap<String, String>();
        headers.put("admin", "Authorization: Bearer " + good);
        headers.put("viewer", "Authorization: Bearer " + Api.token("viewer"));
        headers.put("resolver", "Authorization: Bearer " + Api.token("resolver"));
        headers.put("private token", "PRIVATE-TOKEN: " + Api.token("viewer"));
        headers.put("lower case", "authorization: bearer " + Api.token("resolver"));
        headers.put("no token", "X-Nothing: here");
        headers.put("expired", "Authorization: Bearer " + expired);
        headers.put("wrong signature", "Authorization: Bearer " + altered(good, good.length() - 10));
        headers.put("wrong claims", "Authorization: Bearer " + altered(good, good.indexOf('.') + 10));
        headers.put("garbage", "Authorization: Bearer garbage");
        headers.put("basic", "Authorization: Basic YTpi");
        return headers;
    }

    private static String altered(String token, int at) {
        return token.substring(0, at) + (token.charAt(at) == 'A' ? 'B' : 'A') + token.substring(at + 1);
    }
}
