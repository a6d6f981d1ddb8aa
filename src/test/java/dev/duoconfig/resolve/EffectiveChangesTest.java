package dev.duoconfig.resolve;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.resolve.EffectiveChange.EffectiveOutcome;
import dev.duoconfig.resolve.Snapshot.Gateway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static dev.duoconfig.resolve.Configurations.CODESTRAL;
import static dev.duoconfig.resolve.Configurations.LLAMA;
import static dev.duoconfig.resolve.Configurations.MIXTRAL;
import static dev.duoconfig.resolve.Configurations.selfHosted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

@Tag("fast")
class EffectiveChangesTest {

    private static final EffectiveOutcome NOTHING = new EffectiveOutcome(Status.UNASSIGNED, null);

    private final Snapshot empty = Configurations.ready("18.2");
    private final Snapshot chat = empty.withSettings(Map.of("duo_chat", selfHosted(MIXTRAL)));

    @Test
    void aChoiceForGeneralChatChangesAllFeaturesThatFallBackToItInListOrder() {
        var changes = EffectiveChange.between(empty, chat);

        var inherited = new EffectiveOutcome(Status.READY, "Mixtral on vLLM");
        assertThat(changes)
                .containsExactly(
                        new EffectiveChange("duo_chat", NOTHING, new EffectiveOutcome(Status.READY, "Mixtral on vLLM")),
                        new EffectiveChange("duo_chat_explain_code", NOTHING, inherited),
                        new EffectiveChange("duo_chat_write_tests", NOTHING, inherited),
                        new EffectiveChange("duo_chat_refactor_code", NOTHING, inherited),
                        new EffectiveChange("duo_chat_fix_code", NOTHING, inherited),
                        new EffectiveChange("duo_chat_troubleshoot_job", NOTHING, inherited),
                        new EffectiveChange("duo_chat_summarize_comments", NOTHING, inherited),
                        new EffectiveChange("duo_chat_explain_vulnerability", NOTHING, inherited));
    }

    @Test
    void theSameConfigurationAtAnotherRevisionChangesNothing() {
        List<EffectiveChange> changes =
                EffectiveChange.between(chat, chat.withRevision(43, Instant.parse("2026-11-23T00:00:00Z")));

        assertThat(changes).isEmpty();
    }

    @Test
    void aModelThatNoFeatureUsesChangesNothing() {
        var changes = EffectiveChange.between(chat, chat.withoutModel(LLAMA.id()));

        assertThat(changes).isEmpty();
    }

    @Test
    void aWarningAloneIsNotAChange() {
        var inGrace = chat.withEntitlement(new Entitlement(EntitlementReason.IN_GRACE, "ultimate"));

        var changes = EffectiveChange.between(chat, inGrace);

        assertThat(changes).isEmpty();
    }

    @Test
    void aNewEndpointIsAChangeForEveryFeatureThatTheModelServes() {
        var moved = ModelBuilder.like(MIXTRAL)
                .endpoint("https://new.example.com/v1")
                .build();

        var changes = EffectiveChange.between(chat, chat.withModel(moved));

        assertThat(changes).hasSize(8).allSatisfy(change -> assertThat(change.before())
                .isEqualTo(change.after()));
    }

    @Test
    void aNewGatewayUrlIsAChangeForReadyFeaturesOnly() {
        var moved = chat.withGateway(new Gateway("https://other.example.com", 60, true));

        var changes = EffectiveChange.between(chat, moved);

        assertThat(changes).extracting(EffectiveChange::feature).hasSize(8).doesNotContain("code_generations");
    }

    @Test
    void choosingTheInheritedModelExplicitlyIsNotAChange() {
        var own = chat.withSettings(Map.of("duo_chat_fix_code", selfHosted(MIXTRAL)));

        var changes = EffectiveChange.between(chat, own);

        assertThat(changes).isEmpty();
    }

    @Test
    void turningBetaOffBlocksBetaFeaturesAndModels() {
        var before = chat.withSettings(
                Map.of("code_generations", selfHosted(LLAMA), "code_completions", selfHosted(CODESTRAL)));
        var after = before.withGateway(new Gateway(Configurations.GATEWAY_URL, 60, false));

        var changes = EffectiveChange.between(before, after);

        assertThat(changes)
                .extracting(EffectiveChange::feature, change -> change.after().status())
                .containsExactly(
                        tuple("code_generations", Status.BLOCKED),
                        tuple("duo_chat_troubleshoot_job", Status.BLOCKED),
                        tuple("duo_chat_summarize_comments", Status.BLOCKED),
                        tuple("duo_chat_explain_vulnerability", Status.BLOCKED));
    }

    @Test
    void disablingShowsTheOutcomeBefore() {
        var off = chat.withSettings(Map.of("duo_chat_fix_code", Configurations.of(Provider.DISABLED)));

        var changes = EffectiveChange.between(chat, off);

        assertThat(changes)
                .containsExactly(new EffectiveChange(
                        "duo_chat_fix_code",
                        new EffectiveOutcome(Status.READY, "Mixtral on vLLM"),
                        new EffectiveOutcome(Status.DISABLED, null)));
    }

    @Test
    void aNewKeyForTheSameModelIsNotAChange() {
        var withOtherKey = ModelBuilder.like(MIXTRAL).apiKey("k1", "b3RoZXI=").build();

        assertThat(EffectiveChange.between(chat, chat.withModel(withOtherKey))).isEmpty();
    }
}
