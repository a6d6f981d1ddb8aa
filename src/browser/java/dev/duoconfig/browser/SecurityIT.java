package dev.duoconfig.browser;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Frame;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.duoconfig.check.FakeServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** Texts of others, which contain markup, scripts, and hostile addresses, are shown as text; and pages of others cannot show ours. */
@OneAfterTheOther
class SecurityIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String MARKUP = "<img src=x onerror=\"window.ran=1\">";
    private static final String CALLER = "<script>window.ran=1</script><svg onload=window.ran=1>";
    private static final String HOSTILE_URL = "https://example.com/v1?to=javascript:window.ran=1";

    private static final List<String> NAMES = List.of(
            MARKUP,
            "\"'><script>window.ran=1</script><svg onload=window.ran=1>",
            "javascript:window.ran=1",
            "{{constructor.constructor('window.ran=1')()}}",
            "</textarea></title></style><iframe srcdoc='<script>parent.ran=1</script>'>",
            "نموذج <b onclick=window.ran=1>عربي</b>",
            "<i title=" + "averylongname".repeat(15) + ">");

    /** What markup would have made of a page, as elements; and links that lead anywhere but to pages of ours and of GitLab. */
    private static final String INJECTED = """
            () => [
              ...document.querySelectorAll('img, iframe, object, embed, base, template, form[action], script:not([src])'),
              ...[...document.querySelectorAll('*')].filter(
                each => [...each.attributes].some(attribute => attribute.name.startsWith('on'))),
              ...[...document.links].filter(
                link => link.origin !== location.origin && !/^https:[/][/][a-z]+[.]gitlab[.]com[/]/.test(link.href))
            ].map(each => each.outerHTML).concat(window.ran === undefined ? [] : ['A script ran'])
            """;

    @RegisterExtension
    private static final IssuerService SERVICE = IssuerService.SHARED;

    private static FakeServer gitlab;
    private static String token;

    /** The revision that added the last one of the names. */
    private static long revision;

    @BeforeAll
    static void start() throws Exception {
        SERVICE.issuer().reset();
        SERVICE.issuer().call(CALLER);
        token = SERVICE.issuer().accessToken();
        gitlab = FakeServer.start()
                .posts(
                        "/api/graphql",
                        200,
                        "{\"errors\": [{\"message\": %s}]}".formatted(quoted(MARKUP + "\u202ebidi")));
        store();
    }

    private static void store() throws Exception {
        call("POST", "/subscription/sync", "");
        call("PATCH", "/gateway", """
                {"url": "%s", "agent_platform_url": "javascript:1", "outbound_allowlist": ["127.0.0.0/8"]}""".formatted(HOSTILE_URL));
        for (var name : NAMES) {
            call("POST", "/models", model(name, HOSTILE_URL));
        }
        revision = call("GET", "/revision", "").path("revision").asLong();
        call("PUT", "/features/code_generations", "{\"model_id\": 1}");
        call("POST", "/gitlab-instances", """
                {"name": %s, "url": "%s", "token": "glpat-0123456789"}""".formatted(quoted(MARKUP), gitlab.url()));
    }

    @AfterAll
    static void stop() {
        gitlab.close();
    }

    @Test
    void namesAreTextOnEveryPage() {
        try (var visit = Visit.with(token, SERVICE.application())) {
            for (var shown : pages()) {
                visit.open(shown.route());
                // A change of the fragment alone leaves the page before as it was.
                visit.page().reload();
                visit.awaitLoaded();

                assertThat(visit.page().locator("main")).containsText(shown.text());
                assertThat(visit.page().locator("body")).containsText(CALLER);
                assertThat(injected(visit)).as(shown.route()).isEmpty();
            }
        }
    }

    private static List<Shown> pages() {
        return List.of(
                new Shown("#/", CALLER),
                new Shown("#/features", MARKUP),
                new Shown("#/features/code_generations", MARKUP),
                new Shown("#/models", NAMES.get(1)),
                new Shown("#/models", NAMES.get(2)),
                new Shown("#/models?search=%3Cimg%20src%3Dx", MARKUP),
                new Shown("#/models/1", CALLER),
                new Shown("#/configuration", "Agent Platform"),
                new Shown("#/subscription", "Ultimate"),
                new Shown("#/gitlab-instances", MARKUP),
                new Shown("#/gitlab-instances/1", MARKUP),
                new Shown("#/diagnostics", MARKUP),
                new Shown("#/history", CALLER),
                new Shown("#/history/" + revision, NAMES.get(NAMES.size() - 1)),
                new Shown("#/documents", "YAML"),
                new Shown("#/nowhere/%3Cimg%20src=x%20onerror=window.ran=1%3E", "Page not found"));
    }

    /** A page, and a text that it shows. */
    private record Shown(String route, String text) {}

    /** The characters that would turn the rest of a line around are shown by their names. */
    @Test
    void whatAServerSaysAboutAnErrorIsText() throws Exception {
        try (var server = FakeServer.start()
                        .gets("/v1/models", 400, "{\"message\": %s}".formatted(quoted(MARKUP + "\u202ebidi")));
                var visit = Visit.with(token, SERVICE.application())) {
            var id = call("POST", "/models", model("Says markup", server.url() + "/v1"))
                    .path("id")
                    .asInt();

            visit.open("#/models?test=" + id);
            var drawer = visit.page().getByRole(AriaRole.DIALOG);
            drawer.getByRole(AriaRole.BUTTON, named("Test connection")).click();

            assertThat(drawer.getByText("The server says:")).containsText(MARKUP);
            assertThat(drawer).not().containsText("\u202e");
            assertThat(injected(visit)).isEmpty();
            call("DELETE", "/models/" + id, "");
        }
    }

    @Test
    void theErrorOfAGitLabIsText() {
        try (var visit = Visit.with(token, SERVICE.application()).open("#/gitlab-instances/1")) {
            visit.watch().allowStatus(502);
            visit.page()
                    .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Compare"))
                    .click();

            assertThat(visit.page().getByText(MARKUP).nth(1)).isVisible();
            assertThat(visit.page().locator("body")).not().containsText("\u202e");
            assertThat(injected(visit)).isEmpty();
            visit.open("#/gitlab-instances");
            assertThat(visit.heading()).hasText("GitLab instances");
            assertThat(visit.page().getByText(MARKUP).nth(1)).isVisible();
            assertThat(injected(visit)).isEmpty();
        }
    }

    @Test
    void namesAreTextInDialogs() {
        try (var visit = Visit.with(token, SERVICE.application()).open("#/models")) {
            for (var name : List.of(NAMES.get(1), NAMES.get(2))) {
                visit.page()
                        .getByRole(
                                AriaRole.BUTTON,
                                new Page.GetByRoleOptions()
                                        .setName("Actions for " + name)
                                        .setExact(true))
                        .click();
                visit.page()
                        .getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Delete"))
                        .click();
                var dialog = visit.page().getByRole(AriaRole.DIALOG);
                assertThat(dialog).containsText("Deletes the model " + name);
                assertThat(injected(visit)).isEmpty();
                dialog.getByRole(AriaRole.BUTTON, named("Cancel")).click();
            }
        }
    }

    /** From another port, which is another origin. */
    @Test
    void noOtherOriginCanShowTheConsoleInAFrame() {
        var frame = "<!doctype html><title>Other</title><iframe src='http://127.0.0.1:%d/console/'></iframe>";
        var messages = new ArrayList<String>();
        try (var other = FakeServer.start()
                        .gets(
                                "/",
                                aResponse()
                                        .withHeader("Content-Type", "text/html")
                                        .withBody(frame.formatted(
                                                SERVICE.application().port())));
                var context = Chromium.newContext(Look.DEFAULT)) {
            context.onConsoleMessage((ConsoleMessage message) -> messages.add(message.text()));
            var page = context.newPage();

            page.navigate(other.url() + "/");

            assertThat(page.frames()).extracting(Frame::url).last().asString().startsWith("chrome-error://");
            assertThat(messages).anyMatch(message -> message.contains("frame-ancestors 'none'"));
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> injected(Visit visit) {
        return (List<String>) visit.page().evaluate(INJECTED);
    }

    private static JsonNode call(String method, String path, String body) throws Exception {
        return SERVICE.application().callWith(token, method, path, body);
    }

    private static String model(String name, String endpoint) throws JsonProcessingException {
        return """
                {"name": %s, "family": "mixtral", "endpoint": "%s",
                 "identifier": "javascript:window.ran=1/<svg/onload=window.ran=1>"}""".formatted(quoted(name), endpoint);
    }

    private static String quoted(String text) throws JsonProcessingException {
        return JSON.writeValueAsString(text);
    }

    private static Locator.GetByRoleOptions named(String name) {
        return new Locator.GetByRoleOptions().setName(name).setExact(true);
    }
}
