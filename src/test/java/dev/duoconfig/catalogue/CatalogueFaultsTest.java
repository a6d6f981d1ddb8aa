package dev.duoconfig.catalogue;

import java.io.ByteArrayInputStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Each fault of a catalogue file is reported with the file name and the line or key at fault. */
@Tag("fast")
class CatalogueFaultsTest {

    private static final String VALID = """
            vendored_gateway_url: https://vendored.example.com/ai
            providers: [unassigned, self_hosted]
            platforms:
              - {id: vllm, name: vLLM, endpoint: true, api_key: true, iam_role: false, examples: [custom_openai/served]}
            main_features: [{title: Chat, description: Talks.}, {title: Other, description: Does the rest.}]
            families:
              - {id: gpt, name: GPT, release_state: ga}
              - {id: llama3, name: Llama 3, release_state: beta}
            family_sets:
              all: [gpt, llama3]
            features:
              - {id: review, title: Review, main_feature: Other, release_state: ga, families: all}
              - {id: chat, title: Chat, main_feature: Chat, release_state: beta, families: all}
              - {id: tests, title: Tests, main_feature: Chat, release_state: ga, families: all, fallback: chat}
            """;

    @Test
    void aValidFileIsReadInListOrder() {
        var catalogue = read(VALID);

        assertThat(catalogue.version()).isEqualTo("1.0");
        assertThat(catalogue.vendored().gatewayUrl()).isEqualTo("https://vendored.example.com/ai");
        assertThat(catalogue.features()).extracting(Feature::id).containsExactly("tests", "chat", "review");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `all: [gpt, llama3]`         | `all: [gpt, llama4]`          | `: family_sets.all: unknown family 'llama4'`
            `all: [gpt, llama3]`         | `all: [gpt, gpt]`             | `: family_sets.all: 'gpt' is listed twice`
            `fallback: chat`             | `fallback: chatter`           | `: features, 'tests'.fallback: unknown feature 'chatter'`
            `id: llama3,`                | `id: gpt,`                    | `: families: 'gpt' is listed twice`
            `id: tests,`                 | `id: chat,`                   | `: features: 'chat' is listed twice`
            `main_feature: Other`        | `main_feature: Others`        | `: features, 'review'.main_feature: unknown main feature 'Others'`
            `release_state: beta, fam`   | `release_state: alpha, fam`   | `: features, 'chat'.release_state: unknown release state 'alpha'; known are: ga, beta, experiment`
            `release_state: beta}`       | `release_state: GA}`          | `: families, 'llama3'.release_state: unknown release state 'GA'; known are: ga, beta, experiment`
            `self_hosted]`               | `hosted]`                     | `: providers: unknown provider 'hosted'; known are: unassigned, self_hosted, disabled, vendored`
            `families: all, fallback`    | `families: some, fallback`    | `: features, 'tests'.families: unknown family set 'some'`
            `fallback: chat`             | `copied_from: tests`          | `: features, 'tests'.copied_from: there is no other feature 'tests'`
            `fallback: chat`             | `signed_by: nobody`           | `: features, 'tests'.signed_by: there is no other feature 'nobody'`
            `fallback: chat`             | `entitlement: duo`            | `: features, 'tests'.entitlement: unknown entitlement 'duo'; known are: duo_enterprise, agent_platform`
            """)
    void anInvalidNameIsRefusedWithItsKey(String valid, String invalid, String message) {
        assertThat(VALID).contains(valid);

        assertThatThrownBy(() -> read(VALID.replace(valid, invalid)))
                .isInstanceOf(CatalogueException.class)
                .hasMessage("catalogue/1.0.yaml" + message);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `title: Review,`               | `title: Review, plan: any,` | `: features[0].plan: unknown key 'plan'`
            `main_features:`               | `colour: red\\nmain_features:` | `: colour: unknown key 'colour'`
            `main_features:`               | `main_feature:`             | `: key 'main_features' is missing or has no value`
            `name: GPT, `                  | ``                          | `: families[0]: key 'name' is missing or has no value`
            `title: Chat, main`            | `main`                      | `: features[1]: key 'title' is missing or has no value`
            `title: Review,`               | `title: ,`                  | `: features[0]: key 'title' is missing or has no value`
            `all: [gpt, llama3]`           | `all:`                      | `: key 'family_sets.all' is missing or has no value`
            `all: [gpt, llama3]`           | `all: [gpt, ~]`             | `: key 'family_sets.all' has an empty entry`
            `main_features: [{title: Chat, description: Talks.}, {title: Other, description: Does the rest.}]` | `main_features: Chat` | `, line 5: main_features: `
            `description: Talks.`          | `description: `             | `: main_features[0]: key 'description' is missing or has no value`
            `id: vllm`                     | `id: vlm`                   | `: platforms: unknown platform 'vlm'`
            `iam_role: false`              | `role: false`               | `: platforms[0].role: unknown key 'role'`
            `title: Review,`               | `title: A, title: B,`       | `, line 12: features[0]: Duplicate field 'title'`
            `release_state: beta}`         | `release_state: beta`       | `, line `
            """)
    void anInvalidStructureIsRefusedWithItsLineOrKey(String valid, String invalid, String message) {
        assertThat(VALID).contains(valid);

        assertThatThrownBy(() -> read(VALID.replace(valid, invalid.replace("\\n", "\n"))))
                .isInstanceOf(CatalogueException.class)
                .hasMessageStartingWith("catalogue/1.0.yaml" + message);
    }

    @Test
    void aChainedFallbackIsRefused() {
        var invalid = VALID.replace(
                "release_state: beta, families: all", "release_state: beta, families: all, fallback: review");

        assertThatThrownBy(() -> read(invalid))
                .isInstanceOf(CatalogueException.class)
                .hasMessage(
                        "catalogue/1.0.yaml: features, 'tests'.fallback: 'chat' has a fallback itself; fallbacks cannot be"
                                + " chained");
    }

    @Test
    void aCycleOfFallbacksIsRefusedWithItsPath() {
        var invalid = VALID.replace(
                "release_state: beta, families: all", "release_state: beta, families: all, fallback: tests");

        assertThatThrownBy(() -> read(invalid))
                .isInstanceOf(CatalogueException.class)
                .hasMessage(
                        "catalogue/1.0.yaml: features, 'chat'.fallback: the fallbacks form a cycle: chat -> tests ->"
                                + " chat");
    }

    @Test
    void aFeatureThatFallsBackToItselfIsACycle() {
        var invalid = VALID.replace("fallback: chat", "fallback: tests");

        assertThatThrownBy(() -> read(invalid))
                .isInstanceOf(CatalogueException.class)
                .hasMessage(
                        "catalogue/1.0.yaml: features, 'tests'.fallback: the fallbacks form a cycle: tests -> tests");
    }

    @Test
    void anEmptyFileIsRefused() {
        assertThatThrownBy(() -> read(""))
                .isInstanceOf(CatalogueException.class)
                .hasMessageStartingWith("catalogue/1.0.yaml");
    }

    private static Catalogue read(String content) {
        return new CatalogueReader("1.0").read(new ByteArrayInputStream(content.getBytes(UTF_8)));
    }
}
