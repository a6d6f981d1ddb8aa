package dev.duoconfig.browser;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Each rule of a visit finds what breaks it, shown by pages that do. */
class VisitIT {

    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' http://192.0.2.1;"
                    + " require-trusted-types-for 'script'; trusted-types vue";

    private static final String PAGE = """
            <!doctype html><html lang="en"><title>Page</title><meta name="viewport" content="width=device-width">
            <main><h1>Page</h1>%s</main><script src="script.js"></script>""";

    private static final String GATEWAY = """
            {"url": null, "effective_url": null, "source": "default", "request_timeout_seconds": 60}""";

    /** Responses by path; the status precedes the body. */
    private final Map<String, String> responses = new ConcurrentHashMap<>();

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::respond);
        server.start();
        page("", "");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aPageThatBreaksNoRulePasses() {
        assertThatCode(this::visit).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "console.error('a message') | Console error: a message",
                "console.warn('a message') | Console warning: a message",
                "undefined.property | Uncaught error: TypeError",
                "setTimeout(() => Promise.reject(new Error('late'))) | Uncaught error: Error: late",
                "document.body.innerHTML = '<p>markup</p>' | require-trusted-types-for",
                "document.body.setAttribute('style', 'color: red') | style-src-attr inline",
                "fetch('http://192.0.2.1/models', {signal: AbortSignal.timeout(9)}).catch(() => {}) | Request to another origin: GET http://192.0.2.1/models",
                "fetch('/models').catch(() => {}) | Status 503 of GET",
                "fetch('/aborted').catch(() => {}) | No response to GET"
            })
    void whatAPageMayNotCauseFailsTheVisit(String script, String finding) {
        responses.put("/models", "503 {}");
        page(script, "");

        assertThatThrownBy(this::visit).hasMessageContaining(finding);
    }

    @Test
    void whatATestExpectsDoesNotFailTheVisit() {
        responses.put("/console/other.js", "503 ");
        page("fetch('/aborted').catch(() => {})", "<script src='other.js'></script>");

        assertThatThrownBy(this::visit).hasMessageContaining("Status 503 of GET");
        try (var visit = newVisit()) {
            visit.watch().allowStatus(503);
            visit.watch().allowNoResponse();
            visit.open("");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fetch('/gateway') | The header ETag is missing",
                "fetch('/gateway?dry_run=true') | The parameter dry_run is not declared",
                "fetch('/nothing') | There is no such operation",
                "fetch('/gateway', {method: 'PATCH', body: '{\"urls\": []}', headers: {'Content-Type': 'application/json'}})"
                        + " | urls",
                "fetch('/gateway', {method: 'PATCH', body: '{}'}) | content type 'text/plain;charset=UTF-8' of the request"
            })
    void aCallThatTheContractDoesNotDescribeFailsTheVisit(String script, String violation) {
        responses.put("/gateway", "200 " + GATEWAY);
        responses.put("/nothing", "200 {}");
        page(script, "");

        assertThatThrownBy(this::visit)
                .hasMessageContaining("violations of openapi.yaml")
                .hasMessageContaining(violation);
    }

    @Test
    void whatIsNotAccessibleIsAViolation() {
        page("", "<input><p>Text</p>");

        try (var visit = newVisit().open("")) {
            assertThat(visit.violations()).singleElement().asString().startsWith("label: input:");
        }
    }

    @Test
    void whatIsWiderThanTheWindowIsAViolation() {
        responses.put("/console/page.css", "200 p { width: 30rem }");
        page("", "<link rel='stylesheet' href='page.css'><p>Wide</p>");

        try (var visit = newVisit().open("")) {
            assertThat(visit.violations()).isEmpty();
            assertThat(visit.show(new Look(Theme.LIGHT, Look.NARROW)).violations())
                    .singleElement()
                    .asString()
                    .contains("pixels wide, and its window 320");
        }
    }

    private void visit() {
        newVisit().open("").close();
    }

    private Visit newVisit() {
        return Visit.to("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void page(String script, String content) {
        responses.put("/console/", "200 " + PAGE.formatted(content));
        responses.put("/console/script.js", "200 " + script);
    }

    private void respond(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        if (path.equals("/aborted")) {
            exchange.close();
            return;
        }
        var response = responses.getOrDefault(path, "404 Not found");
        var body = response.substring(4).getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
        exchange.getResponseHeaders().set("Content-Type", type(path));
        exchange.sendResponseHeaders(Integer.parseInt(response.substring(0, 3)), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String type(String path) {
        if (path.endsWith(".js")) {
            return "text/javascript";
        }
        if (path.endsWith(".css")) {
            return "text/css";
        }
        return path.startsWith("/console") ? "text/html" : "application/json";
    }
}
