package dev.duoconfig.secret;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Placeholders are told apart from keys, which can be any text. */
@Tag("fast")
class PastedSecretTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${AZURE_API_KEY}",
                "$AZURE_API_KEY",
                "$(cat key)",
                "$(cat_key)",
                "sk-${KEY}",
                "{{ api_key }}",
                "{{api_key}}",
                "{api_key}",
                "@{key}",
                "%API_KEY%",
                "os.environ/KEY",
                "os.environ['KEY']",
                "os.environ.KEY",
                "process.env.API_KEY",
                "env:API_KEY",
                "env(API_KEY)",
                "vault:secret/data/key",
                "secrets.API_KEY",
                "op://vault/item/key",
                "ref+vault://secret/key",
                "file:///run/secrets/key",
                "<your-api-key>",
                "<KEY>",
                "[MASKED]",
                "(redacted)",
                "\"sk-1234567890\"",
                "'sk-1234567890'",
                "`sk-1234567890`",
                "********",
                "sk-********",
                "sk-ab***yz",
                "sk-...abcd",
                "....",
                "xxxx",
                "XXXXXXXX",
                "sk-xxx",
                "glpat-xxxxxxxxxxxx",
                "00000000",
                "your-api-key",
                "YOUR_OPENAI_API_KEY",
                "sk-your-key-here",
                "insert-key-here",
                "enter_your_token",
                "api-key-here",
                "token_goes_here",
                "API_KEY",
                "changeme",
                "change-me",
                "CHANGE_THIS",
                "replace-me",
                "replace-with-key",
                "placeholder",
                "TODO",
                "REDACTED",
                "null",
                "undefined"
            })
    void aTextThatStandsForAKeyIsAPlaceholder(String text) {
        assertThat(PastedSecret.isPlaceholder(text)).isTrue();
        assertThat(PastedSecret.excess("api_key", text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "k",
                "key",
                "sk-1",
                "EMPTY",
                "none",
                "dummy",
                "ollama",
                "token-abc123",
                "sk-1234",
                "sk-example-not-a-real-key",
                "my-vllm-key",
                "secret",
                "0123456789abcdef0123456789abcdef",
                "sk-proj-Ab3_x-9zQ.Kp2",
                "glpat-A1b2C3d4E5f6G7h8I9j0",
                "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln",
                "AKIAIOSFODNN7EXAMPLE",
                "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY=",
                "$2b$12$abcdefghijklmnopqrstuv",
                "Environment7",
                "bearer-of-news",
                "basically",
                "tokenizer"
            })
    void aKeyIsNeitherAPlaceholderNorAHeader(String text) {
        assertThat(PastedSecret.isPlaceholder(text)).isFalse();
        assertThat(PastedSecret.excess("api_key", text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer sk-1",
                "BEARER\tsk-1",
                " bearer sk-1",
                "Bearer",
                "Bearer:sk-1",
                "Token abc",
                "Basic dXNlcjpwYXNz",
                "Authorization: Bearer sk-1",
                "authorization=sk-1",
                "\"Authorization\": \"Bearer sk-1\"",
                "api-key: 123",
                "X-API-Key: 123",
                "PRIVATE-TOKEN: glpat-1"
            })
    void whatIsPastedAroundASecretIsNamedWithoutTheSecret(String text) {
        assertThat(PastedSecret.excess("api_key", text))
                .startsWith("The api_key ")
                .doesNotContain("sk-1")
                .doesNotContain("123")
                .doesNotContain("dXNlcjpwYXNz");
    }
}
