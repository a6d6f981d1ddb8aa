package dev.duoconfig.resolve;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import dev.duoconfig.catalogue.EntitlementKind;
import dev.duoconfig.catalogue.Platform;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.resolve.Snapshot.Gateway;
import dev.duoconfig.resolve.Snapshot.Model;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.duoconfig.resolve.Configurations.LLAMA;
import static dev.duoconfig.resolve.Configurations.MIXTRAL;
import static dev.duoconfig.resolve.Configurations.selfHosted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("fast")
class SnapshotTest {

    private final Snapshot snapshot = Configurations.ready("18.2");

    @Test
    void laterChangesToTheSourceMapsDoNotAffectTheSnapshot() {
        var settings = new HashMap<String, Setting>(Map.of("duo_chat", selfHosted(MIXTRAL)));
        var models = new HashMap<Long, Model>(Map.of(MIXTRAL.id(), MIXTRAL));
        var copied = new Snapshot(
                1, Instant.EPOCH, snapshot.catalogue(), snapshot.gateway(), snapshot.entitlement(), settings, models);

        settings.clear();
        models.clear();

        assertThat(copied.settings()).containsOnlyKeys("duo_chat");
        assertThat(copied.models()).containsOnlyKeys(MIXTRAL.id());
    }

    @Test
    void mapsAndListsAreImmutable() {
        assertThatThrownBy(() -> snapshot.settings().put("duo_chat", selfHosted(MIXTRAL)))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> snapshot.models().remove(MIXTRAL.id()))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> snapshot.usedBy(MIXTRAL.id()).add("duo_chat"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void eachCopyChangesOneThingAndLeavesTheOriginalUnchanged() {
        var original = snapshot.withSettings(Map.of("duo_chat", selfHosted(MIXTRAL)));
        var later = Instant.parse("2026-11-23T00:00:00Z");
        var gateway = new Gateway(null, 600, false);
        var entitlement = new Entitlement(EntitlementReason.EXPIRED, null);
        var renamed =
                ModelBuilder.like(MIXTRAL).named("Renamed").withoutApiKey().build();

        var copy = original.withRevision(43, later)
                .withGateway(gateway)
                .withEntitlement(entitlement)
                .withModel(renamed)
                .withoutModel(LLAMA.id())
                .withSettings(Map.of("code_generations", Configurations.of(Provider.DISABLED)));

        assertThat(copy.revision()).isEqualTo(43);
        assertThat(copy.changedAt()).isEqualTo(later);
        assertThat(copy.gateway()).isEqualTo(gateway);
        assertThat(copy.entitlement()).isEqualTo(entitlement);
        assertThat(copy.models()).containsEntry(MIXTRAL.id(), renamed).doesNotContainKey(LLAMA.id());
        assertThat(copy.settings()).containsOnlyKeys("duo_chat", "code_generations");
        assertThat(original).isEqualTo(snapshot.withSettings(Map.of("duo_chat", selfHosted(MIXTRAL))));
    }

    @Test
    void aFeatureWithoutAnEntryIsUnassigned() {
        var setting = snapshot.setting("duo_chat");

        assertThat(setting).isEqualTo(new Setting(Provider.UNASSIGNED, null, 0, null, null));
        assertThat(setting.unassigned()).isTrue();
    }

    @Test
    void aStoredUnassignedSettingFallsBackLikeAMissingEntry() {
        var chosen = snapshot.withSettings(
                Map.of("duo_chat", selfHosted(MIXTRAL), "duo_chat_fix_code", Configurations.of(Provider.UNASSIGNED)));

        var resolution = FeatureResolver.resolve(chosen, Configurations.feature(chosen, "duo_chat_fix_code"));

        assertThat(resolution.reason()).isEqualTo(Reason.INHERITED);
        assertThat(resolution.resolvedFrom()).isEqualTo("duo_chat");
    }

    @Test
    void aSettingThatNamesAMissingModelIsRefused() {
        var chosen = snapshot.withSettings(Map.of("duo_chat", selfHosted(MIXTRAL)));

        assertThatIllegalStateException()
                .isThrownBy(() -> chosen.withoutModel(MIXTRAL.id()))
                .withMessageContainingAll("duo_chat", "7");
    }

    @Test
    void aSettingNamesAModelIfAndOnlyIfItIsSelfHosted() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Setting(Provider.SELF_HOSTED, null, 1, null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new Setting(Provider.DISABLED, 7L, 1, null, null));
    }

    @Test
    void theFeaturesOfAModelAreInListOrderFollowedByFeaturesOfOtherCatalogues() {
        var chosen = snapshot.withSettings(Map.of(
                "review_merge_request", selfHosted(MIXTRAL),
                "duo_agent_platform", selfHosted(MIXTRAL),
                "glab_ask_git_command", selfHosted(MIXTRAL),
                "duo_chat_summarize_comments", selfHosted(MIXTRAL),
                "code_completions", selfHosted(MIXTRAL),
                "code_generations", selfHosted(LLAMA)));

        assertThat(chosen.usedBy(MIXTRAL.id()))
                .containsExactly(
                        "code_completions",
                        "duo_chat_summarize_comments",
                        "glab_ask_git_command",
                        "duo_agent_platform",
                        "review_merge_request");
        assertThat(chosen.usedBy(LLAMA.id())).containsExactly("code_generations");
        assertThat(chosen.usedBy(4711)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(EntitlementReason.class)
    void onlyAnEntitledSubscriptionAllowsChangesAndTheGracePeriodStillResolves(EntitlementReason reason) {
        var entitlement = new Entitlement(reason, "premium");

        assertThat(entitlement.entitled()).isEqualTo(reason == EntitlementReason.ENTITLED);
        assertThat(entitlement.resolves(EntitlementKind.DUO_ENTERPRISE))
                .isEqualTo(reason == EntitlementReason.ENTITLED || reason == EntitlementReason.IN_GRACE);
        assertThat(entitlement.resolves(EntitlementKind.AGENT_PLATFORM))
                .as("without an entitlement of its own")
                .isEqualTo(entitlement.resolves(EntitlementKind.DUO_ENTERPRISE));
    }

    @ParameterizedTest
    @CsvSource({
        "ENTITLED, ADD_ON_MISSING, ENTITLED, GitLab Duo Enterprise",
        "ADD_ON_MISSING, ENTITLED, ENTITLED, GitLab Duo Agent Platform",
        "ADD_ON_INACTIVE, IN_GRACE, IN_GRACE, GitLab Duo Agent Platform",
        "IN_GRACE, ADD_ON_MISSING, IN_GRACE, GitLab Duo Enterprise",
        "ADD_ON_MISSING, ADD_ON_INACTIVE, ADD_ON_MISSING, GitLab Duo Enterprise",
        "IN_GRACE, IN_GRACE, IN_GRACE, GitLab Duo Enterprise"
    })
    void theBetterEntitlementAllowsChangesAndEachFeatureAsksForItsOwn(
            EntitlementReason enterprise, EntitlementReason agentPlatform, EntitlementReason best, String better) {
        var entitlement = new Entitlement(enterprise, "premium", agentPlatform, true);

        assertThat(entitlement.best()).isEqualTo(best);
        assertThat(entitlement.entitled()).isEqualTo(best == EntitlementReason.ENTITLED);
        assertThat(entitlement.reasonOf(EntitlementKind.DUO_ENTERPRISE)).isEqualTo(enterprise);
        assertThat(entitlement.reasonOf(EntitlementKind.AGENT_PLATFORM)).isEqualTo(agentPlatform);
        assertThat(entitlement.sentence())
                .isEqualTo(Arrays.stream(EntitlementKind.values())
                        .filter(kind -> kind.title().equals(better))
                        .map(entitlement::sentence)
                        .findFirst()
                        .orElseThrow());
    }

    @Test
    void onlyVendoredSettingsNameOneOfGitLabsModels() {
        assertThat(new Setting(Provider.VENDORED, null, 1, null, null, "claude_sonnet_4").vendoredModel())
                .isEqualTo("claude_sonnet_4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Setting(Provider.DISABLED, null, 1, null, null, "claude_sonnet_4"));
    }

    @Test
    void onlyTheUltimatePlanIsUltimate() {
        assertThat(new Entitlement(EntitlementReason.ENTITLED, "ultimate").ultimate())
                .isTrue();
        assertThat(new Entitlement(EntitlementReason.ENTITLED, "premium").ultimate())
                .isFalse();
        assertThat(new Entitlement(EntitlementReason.ENTITLED, null).ultimate()).isFalse();
    }

    @Test
    void theIdentifierOfAModelDeterminesItsPlatform() {
        var unknown = ModelBuilder.model(13).identifier("gemini").build();

        assertThat(MIXTRAL.platform()).isEqualTo(Platform.VLLM);
        assertThat(LLAMA.platform()).isEqualTo(Platform.BEDROCK);
        assertThat(unknown.platform()).isNull();
    }
}
