package dev.duoconfig.security;

import java.net.URI;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.lang.JoseException;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;

/** An OIDC issuer whose published keys are set by the test. */
final class FakeIssuer {

    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final String KEYS = "/keys";

    private final String url;
    private final WireMock admin;

    private FakeIssuer(String url) {
        this.url = url;
        this.admin = new WireMock(URI.create(url).getHost(), URI.create(url).getPort());
    }

    /** Starts an issuer that publishes no keys yet. */
    static WireMockServer start() {
        var server =
                new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
        server.start();
        var url = "http://127.0.0.1:" + server.port();
        server.stubFor(get(urlEqualTo(DISCOVERY)).willReturn(okJson("""
                {"issuer": "%1$s", "jwks_uri": "%1$s/keys", "token_endpoint": "%1$s/token",
                 "authorization_endpoint": "%1$s/authorize"}""".formatted(url))));
        server.stubFor(get(urlEqualTo(KEYS)).willReturn(okJson("{\"keys\": []}")));
        return server;
    }

    /** A started issuer. */
    static FakeIssuer at(String url) {
        return new FakeIssuer(url);
    }

    /** The issuer that the service under test is configured with. */
    static FakeIssuer configured() {
        return configured("duo.oidc.issuer");
    }

    /** The issuer in a setting of the service under test. */
    static FakeIssuer configured(String setting) {
        return at(ConfigProvider.getConfig().getValue(setting, String.class));
    }

    /** A key pair that is not published yet, as the issuer that signs with it. */
    TestIssuer newKey(String id) {
        try {
            var key = RsaJwkGenerator.generateJwk(2048);
            return new TestIssuer(
                    url,
                    "duo-config",
                    id,
                    key.getPrivateKey(),
                    key.getPublicKey(),
                    List.of("groups"),
                    Map.of("admin", "admin", "planner", "planner", "viewer", "viewer", "resolver", "resolver"));
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A forger's key: the same key pair under another ID, because generating keys takes time. */
    TestIssuer newKeyLike(TestIssuer key, String id) {
        return new TestIssuer(
                url, key.audience(), id, key.privateKey(), key.publicKey(), key.rolePath(), key.roleValues());
    }

    /** Publishes these keys and no others. */
    void publish(TestIssuer... keys) {
        stubKeys(okJson(json(keys)));
    }

    /** Publishes these keys behind a byte order mark. */
    void publishMarked(TestIssuer... keys) {
        stubKeys(okJson("\ufeff" + json(keys)));
    }

    /** Publishes these keys elsewhere, and redirects the requests for keys to them. */
    void publishElsewhere(int status, TestIssuer... keys) {
        admin.register(get(urlEqualTo("/elsewhere")).willReturn(okJson(json(keys))));
        stubKeys(aResponse().withStatus(status).withHeader("Location", url + "/elsewhere"));
    }

    /** Publishes these keys in a document of this length. */
    void publishPadded(int length, TestIssuer... keys) {
        var json = json(keys);
        stubKeys(okJson(json + " ".repeat(length - json.length())));
    }

    /** Publishes another discovery document, in which {@code URL} stands for the URL of this issuer. */
    void publishDiscovery(String document) {
        admin.register(get(urlEqualTo(DISCOVERY)).willReturn(okJson(document.replace("URL", url))));
        admin.resetRequests();
    }

    /** The number of requests for the discovery document since it was last set. */
    int requestsForDiscovery() {
        return admin.find(getRequestedFor(urlEqualTo(DISCOVERY))).size();
    }

    /** Fails all requests for keys. */
    void becomeUnavailable() {
        stubKeys(aResponse().withStatus(503));
    }

    /** Fails all requests for the discovery document. */
    void hideDiscovery() {
        admin.register(get(urlEqualTo(DISCOVERY)).willReturn(aResponse().withStatus(503)));
    }

    /** The number of requests for keys since the keys were last set. */
    int requestsForKeys() {
        return admin.find(getRequestedFor(urlEqualTo(KEYS))).size();
    }

    private void stubKeys(ResponseDefinitionBuilder response) {
        admin.register(get(urlEqualTo(KEYS)).willReturn(response));
        admin.resetRequests();
    }

    private static String json(TestIssuer... keys) {
        return new JsonWebKeySet(Arrays.stream(keys).map(FakeIssuer::published).toList()).toJson();
    }

    private static RsaJsonWebKey published(TestIssuer issuer) {
        var key = new RsaJsonWebKey((RSAPublicKey) issuer.publicKey());
        key.setKeyId(issuer.keyId());
        key.setUse("sig");
        return key;
    }
}
