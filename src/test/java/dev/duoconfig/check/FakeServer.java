package dev.duoconfig.check;

import java.util.List;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.duoconfig.testkit.Api;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static java.util.stream.Collectors.joining;

/** A model server or an AI gateway on the loopback interface. It responds as stubbed by the test, and with 404 otherwise. */
public final class FakeServer implements AutoCloseable {

    public static final String MODEL = "Mixtral-8x7B-Instruct-v0.1";

    static final String CHAT = """
            {"id": "c1", "object": "chat.completion",
             "choices": [{"index": 0, "message": {"role": "assistant", "content": "Yes"}}]}""";

    private final WireMockServer server = new WireMockServer(
            WireMockConfiguration.options().dynamicPort().dynamicHttpsPort().bindAddress("127.0.0.1"));

    private FakeServer() {
        server.start();
    }

    public static FakeServer start() {
        return new FakeServer();
    }

    /** Allows the service to reach the loopback interface. */
    static void allow() {
        Api.as("admin")
                .body("{\"outbound_allowlist\": [\"127.0.0.0/8\"]}")
                .patch("/gateway")
                .then()
                .statusCode(200);
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    String secureUrl() {
        return "https://127.0.0.1:" + server.httpsPort();
    }

    public int port() {
        return server.port();
    }

    public FakeServer gets(String path, int status, String body) {
        return gets(path, json(status, body));
    }

    public FakeServer gets(String path, ResponseDefinitionBuilder response) {
        return on(get(urlEqualTo(path)).willReturn(response));
    }

    public FakeServer posts(String path, int status, String body) {
        return posts(path, json(status, body));
    }

    public FakeServer posts(String path, ResponseDefinitionBuilder response) {
        return on(post(urlEqualTo(path)).willReturn(response));
    }

    public FakeServer on(MappingBuilder call) {
        server.stubFor(call);
        return this;
    }

    /** Serves models under {@code /v1}. */
    public FakeServer lists(String... names) {
        return gets("/v1/models", 200, list(names));
    }

    /** Chats under {@code /v1}. */
    public FakeServer chats() {
        return posts("/v1/chat/completions", 200, CHAT);
    }

    void verify(int count, RequestPatternBuilder request) {
        server.verify(count, request);
    }

    /** The requests that match, in the order in which they arrived. */
    public List<LoggedRequest> received(RequestPatternBuilder request) {
        return server.findAll(request);
    }

    /** The bodies of the requests to a path, in the order of the requests. */
    List<String> bodies(String path) {
        return server.findAll(postRequestedFor(urlEqualTo(path))).stream()
                .map(LoggedRequest::getBodyAsString)
                .toList();
    }

    public int requests() {
        return server.getAllServeEvents().size();
    }

    static String list(String... names) {
        return List.of(names).stream()
                .map(name -> "{\"id\": \"" + name + "\", \"object\": \"model\"}")
                .collect(joining(", ", "{\"object\": \"list\", \"data\": [", "]}"));
    }

    static ResponseDefinitionBuilder json(int status, String body) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody(body);
    }

    @Override
    public void close() {
        server.stop();
    }
}
