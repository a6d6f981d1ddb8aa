package dev.duoconfig.gitlab;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.duoconfig.gitlab.GitLabException.Fault;
import dev.duoconfig.testkit.gitlab.Failure;
import dev.duoconfig.testkit.gitlab.GitLabData.Gateway;
import dev.duoconfig.testkit.gitlab.GitLabData.Setting;
import dev.duoconfig.testkit.gitlab.GitLabDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** Changes of a GitLab, and their failures. */
@Tag("fast")
class GitLabMutationsTest {

    private static final Connection CONNECTION = new Connection();
    private static final String KEY = "sk-9f8e7d6c5b4a3210";

    private final GitLabDouble gitlab = GitLabDouble.start("19.5");
    private final GitLabMutations mutations = new GitLabMutations(CONNECTION.client(gitlab.url()), Connection.LONG);

    @AfterAll
    static void close() {
        CONNECTION.close();
    }

    @AfterEach
    void stop() {
        gitlab.close();
    }

    @Test
    void aModelIsCreatedUpdatedAndDeleted() {
        var id = mutations.createModel(model("Chat", "apiToken", KEY));

        assertThat(gitlab.model("Chat").id()).isEqualTo(id);
        assertThat(gitlab.model("Chat").apiKey()).isEqualTo(KEY);

        mutations.updateModel(model("Chat 2", "id", id));
        assertThat(gitlab.model("Chat 2").apiKey()).isEqualTo(KEY);

        mutations.updateModel(with(model("Chat 2", "id", id), "apiToken", ""));
        assertThat(gitlab.model("Chat 2").apiKey()).isNull();

        mutations.deleteModel(Map.of("id", id));
        assertThat(gitlab.models()).isEmpty();
    }

    @Test
    void severalFeaturesAreSetInOneCall() {
        mutations.setFeatures(Map.of(
                "features",
                List.of("DUO_CHAT", "CODE_GENERATIONS"),
                "provider",
                "VENDORED",
                "offeredModelRef",
                "opus"));

        assertThat(gitlab.features())
                .containsEntry("duo_chat", new Setting("vendored", null, "opus"))
                .containsEntry("code_generations", new Setting("vendored", null, "opus"));
        assertThat(gitlab.calls()).hasSize(1);
    }

    @Test
    void theGatewayIsSetAndTheOtherSettingsStay() {
        mutations.setGateway(Map.of("aiGatewayUrl", "https://aigw.example.com", "aiGatewayTimeoutSeconds", 90));
        var cleared = new HashMap<String, @Nullable Object>();
        cleared.put("aiGatewayUrl", null);

        mutations.setGateway(cleared);

        assertThat(gitlab.gateway()).isEqualTo(new Gateway(null, 90, null));
    }

    @Test
    void allErrorsOfGitLabAreShown() {
        var failure = Connection.failure(() -> mutations.createModel(
                with(model(" ", "endpoint", "ftp://vllm.example.com"), "identifier", "x".repeat(256))));

        assertThat(failure.fault()).isEqualTo(Fault.REFUSED);
        assertThat(failure.detail())
                .isEqualTo("GitLab refused the change: Name can't be blank; Identifier is too long (maximum is 255"
                        + " characters); Endpoint is blocked: Only allowed schemes are http, https");
    }

    @Test
    void anErrorOfTheRequestIsShown() {
        var failure =
                Connection.failure(() -> mutations.deleteModel(Map.of("id", "gid://gitlab/Ai::SelfHostedModel/9")));

        assertThat(failure.fault()).isEqualTo(Fault.REPORTED);
        assertThat(failure.detail()).startsWith("GitLab returned an error: ").contains("does not exist");
    }

    @ParameterizedTest
    @ValueSource(strings = {KEY, GitLabDouble.TOKEN})
    void aMessageThatQuotesASecretIsRedacted(String secret) {
        var ofTheRequest =
                Connection.failure(() -> mutations.createModel(with(model("Chat", "model", secret), "apiToken", KEY)));
        gitlab.failAt("aiSelfHostedModelCreate", Failure.refused("The key " + secret + " is blocked"));
        var ofTheChange = Connection.failure(() -> mutations.createModel(model("Chat", "apiToken", KEY)));

        assertThat(ofTheRequest.detail())
                .startsWith("GitLab returned an error: ")
                .doesNotContain(secret);
        assertThat(ofTheChange.detail())
                .startsWith("GitLab refused the change: ")
                .doesNotContain(secret);
    }

    @Test
    void aKeyIsSentAndNotShownInTheCall() {
        mutations.createModel(model("Chat", "apiToken", KEY));

        assertThat(gitlab.calls().toString()).doesNotContain(KEY);
        assertThat(gitlab.calls("aiSelfHostedModelCreate").get(0).input())
                .containsEntry("apiToken", GitLabDouble.SENT_KEY);
    }

    @Test
    void afterACutItIsUnknownWhetherTheChangeWasMade() {
        gitlab.failAt("aiSelfHostedModelCreate", Failure.cutBefore());
        gitlab.failAt("aiSelfHostedModelCreate", Failure.cutAfter());

        var before = Connection.failure(() -> mutations.createModel(model("Before", "apiToken", KEY)));
        var after = Connection.failure(() -> mutations.createModel(model("After", "apiToken", KEY)));

        assertThat(List.of(before.fault(), after.fault())).containsOnly(Fault.UNREACHABLE);
        assertThat(gitlab.models()).singleElement().satisfies(model -> assertThat(model.name())
                .isEqualTo("After"));
    }

    @Test
    void aCallThatHangsTimesOut() {
        gitlab.failAt("duoSettingsUpdate", Failure.hangs());
        var impatient = new GitLabMutations(CONNECTION.client(gitlab.url()), Connection.SHORT);

        var failure = Connection.failure(() -> impatient.setGateway(Map.of("aiGatewayUrl", "https://a.example.com")));

        assertThat(failure.fault()).isEqualTo(Fault.TIMED_OUT);
    }

    @Test
    void aCallThatGitLabAsksToRepeatLaterCanBeRepeated() {
        gitlab.failAtCall(1, Failure.tooManyRequests("2"));

        var failure = Connection.failure(() -> mutations.createModel(model("Chat", "apiToken", KEY)));

        assertThat(failure.fault()).isEqualTo(Fault.RATE_LIMITED);
        assertThatCode(() -> mutations.createModel(model("Chat", "apiToken", KEY)))
                .doesNotThrowAnyException();
    }

    private static Map<String, @Nullable Object> model(String name, String property, String value) {
        return with(
                with(
                        Map.of(
                                "name", name,
                                "model", "MIXTRAL",
                                "endpoint", "https://vllm.example.com/v1",
                                "identifier", "custom_openai/mixtral",
                                "provider", "API"),
                        property,
                        value),
                "iamRole",
                null);
    }

    private static Map<String, @Nullable Object> with(
            Map<String, @Nullable Object> input, String name, @Nullable Object value) {
        var changed = new HashMap<>(input);
        changed.put(name, value);
        return changed;
    }
}
