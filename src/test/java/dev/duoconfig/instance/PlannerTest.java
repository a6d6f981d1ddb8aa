package dev.duoconfig.instance;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.gitlab.GitLabInterface;
import dev.duoconfig.gitlab.GitLabState;
import dev.duoconfig.gitlab.GitLabState.FeatureSetting;
import dev.duoconfig.gitlab.GitLabState.Model;
import dev.duoconfig.instance.Step.CreateModel;
import dev.duoconfig.instance.Step.DeleteModel;
import dev.duoconfig.instance.Step.FeatureState;
import dev.duoconfig.instance.Step.GatewayState;
import dev.duoconfig.instance.Step.KeyTransfer;
import dev.duoconfig.instance.Step.SetFeatures;
import dev.duoconfig.instance.Step.SetGateway;
import dev.duoconfig.instance.Step.UpdateModel;
import dev.duoconfig.resolve.Deployment;
import dev.duoconfig.resolve.Entitlement;
import dev.duoconfig.resolve.EntitlementReason;
import dev.duoconfig.resolve.Setting;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/** The rules of a plan, one by one. */
@Tag("fast")
class PlannerTest {

    private static final Catalogue CATALOGUE = Catalogue.load("19.4");
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String SERVER = "https://vllm.example.com/v1";

    private GitLabInterface offered = Interfaces.V19_5;
    private Snapshot.Gateway gateway = new Snapshot.Gateway(null, 60, false);
    private boolean offlineLicense;
    private @Nullable String agentPlatformUrl;
    private boolean agentPlatformTls = true;
    private final Map<Long, Snapshot.Model> models = new HashMap<>();
    private final Map<String, Setting> settings = new HashMap<>();
    private final Map<Long, String> digests = new HashMap<>();
    private final Set<Long> unreadableKeys = new HashSet<>();

    private GitLabState.Gateway gatewayThere = new GitLabState.Gateway(null, 60, null);
    private final List<Model> modelsThere = new ArrayList<>();
    private final List<FeatureSetting> settingsThere = new ArrayList<>();
    private final List<RecordedModel> recorded = new ArrayList<>();

    @Test
    void theGatewayIsComparedWithoutTrailingSlashesAndNullIsLeftAlone() {
        gateway = new Snapshot.Gateway("https://aigw.example.com", 90, false);
        gatewayThere = new GitLabState.Gateway(" https://aigw.example.com// ", null, "duo.example.com:50052");

        assertThat(plan().steps())
                .containsExactly(new SetGateway(new GatewayState(null, null, null), new GatewayState(null, 90, null)));
    }

    @Test
    void aGatewaySettingThatIsUnknownThereIsReportedIfItMatters() {
        offered = Interfaces.V18_2;
        gatewayThere = new GitLabState.Gateway(null, null, null);

        assertThat(plan().notPossible()).isEmpty();

        gateway = new Snapshot.Gateway(null, 61, false);
        agentPlatformUrl = "duo.example.com:50052";
        assertThat(notPossible())
                .containsExactly(
                        "gateway.request_timeout_seconds SETTING_UNKNOWN_THERE",
                        "gateway.agent_platform_url SETTING_UNKNOWN_THERE");
        assertThat(plan().steps()).isEmpty();
    }

    @Test
    void whatGitLabsApiCannotSetIsManualWork() {
        gateway = new Snapshot.Gateway(null, 60, true);
        agentPlatformUrl = "duo.example.com:50052";
        agentPlatformTls = false;

        assertThat(manual())
                .containsExactly(
                        "beta_features_toggle gateway.beta_features_enabled",
                        "agent_platform_tls gateway.agent_platform_tls");
    }

    @ParameterizedTest
    @CsvSource({
        "custom_openai/served, , served, api, true",
        "custom_openai/served, , custom_openai/served, api, true",
        "bedrock/served, , served, bedrock, true",
        "bedrock/served, , bedrock/served, bedrock, true",
        "vertex_ai/served, , served, vertex_ai, true",
        "vertex_ai/served, , served, api, false",
        "azure/served, , served, api, false",
        "bedrock/served, http://bedrockselfhostedmodel.com, bedrock/served, bedrock, true",
        "bedrock/served, '', bedrock/served, bedrock, true",
        "bedrock/served, https://vllm.example.com/v1, bedrock/served, bedrock, false",
    })
    void gitLabsSpellingsOfTheSameModelAreEqual(
            String identifier, @Nullable String endpointThere, String identifierThere, String provider, boolean equal) {
        models.put(1L, new Snapshot.Model(1, new Deployment("A", "gpt", null, identifier), null));
        modelsThere.add(
                new Model(SimulatedGitLab.id(1), "A", "gpt", endpointThere, identifierThere, provider, "", false));

        assertThat(plan().steps().isEmpty()).isEqualTo(equal);
    }

    @ParameterizedTest
    @CsvSource({
        "18.2, bedrock/served, , http://bedrockselfhostedmodel.com, ",
        "19.5, bedrock/served, , , bedrock",
        "18.2, custom_openai/served, https://vllm.example.com/v1, https://vllm.example.com/v1, ",
        "19.5, vertex_ai/served, , , vertex_ai",
        "19.5, bedrock_mantle/served, https://vllm.example.com/v1, https://vllm.example.com/v1, api",
        "19.5, azure/served, https://vllm.example.com/v1, https://vllm.example.com/v1, api",
    })
    void aModelIsSentInTheFormThatTheGitLabTakes(
            String version,
            String identifier,
            @Nullable String endpoint,
            @Nullable String sentEndpoint,
            @Nullable String sentProvider) {
        offered = version.equals("18.2") ? Interfaces.V18_2 : Interfaces.V19_5;
        models.put(1L, new Snapshot.Model(1, new Deployment("A", "gpt", endpoint, identifier), null));

        assertThat(plan().steps())
                .containsExactly(new CreateModel(
                        1, new Step.ModelState("A", "gpt", sentEndpoint, identifier, sentProvider, null), null));
    }

    @ParameterizedTest
    @CsvSource({
        "18.2, general, custom_openai/served, true, , FAMILY_UNKNOWN_THERE",
        "18.2, gpt, vertex_ai/served, false, , ENDPOINT_REQUIRED_THERE",
        "18.2, gpt, bedrock/served, false, arn:aws:iam::1:role/duo, SETTING_UNKNOWN_THERE",
        "no vertex, gpt, vertex_ai/served, false, , PLATFORM_UNKNOWN_THERE",
        "region, gpt, custom_openai/served, true, , SETTING_UNKNOWN_THERE",
        "no identifier, gpt, custom_openai/served, true, , SETTING_UNKNOWN_THERE",
    })
    void aModelThatTheGitLabCannotHaveIsReportedAndSoAreItsFeatures(
            String interfaceName,
            String family,
            String identifier,
            boolean endpoint,
            @Nullable String role,
            NotPossibleCode code) {
        offered = switch (interfaceName) {
            case "18.2" -> Interfaces.V18_2;
            case "no vertex" ->
                Interfaces.like(Interfaces.V19_5)
                        .lacks(GitLabInterface.PLATFORMS, "VERTEX_AI")
                        .build();
            case "region" ->
                Interfaces.like(Interfaces.V19_5)
                        .requires(GitLabInterface.CREATE_MODEL, "region")
                        .build();
            default ->
                Interfaces.like(Interfaces.V19_5)
                        .rejects(GitLabInterface.CREATE_MODEL, "identifier")
                        .build();
        };
        models.put(
                1L,
                new Snapshot.Model(1, new Deployment("A", family, endpoint ? SERVER : null, identifier, role), null));
        assign("duo_chat", 1);

        assertThat(plan().steps()).isEmpty();
        assertThat(notPossible()).containsExactly("A " + code, "duo_chat " + code);
    }

    @ParameterizedTest
    @CsvSource({
        // here, recorded, there, other server, all keys are sent: what happens
        "k1, , , false, false, SENT",
        "k1, , true, false, false, KEPT",
        "k1, , true, true, false, SENT",
        "k1, , false, false, false, SENT",
        "k1, k1, , false, false, KEPT",
        "k1, k1, true, true, false, KEPT",
        "k1, k1, false, false, false, SENT",
        "k1, k2, true, false, false, SENT",
        "k1, k1, true, false, true, SENT",
        ", , , false, true, ",
        ", , , true, false, ",
        ", , false, true, false, ",
        ", , true, false, false, KEPT",
        ", , true, true, false, REMOVED",
        ", k1, true, false, false, REMOVED",
        ", k1, , false, false, REMOVED",
        ", k1, false, false, false, ",
        "k1, none, true, false, false, SENT",
        "k1, unknown, true, false, false, SENT",
        "k1, unknown, , false, false, SENT",
        ", none, true, false, false, KEPT",
        ", none, true, true, false, REMOVED",
        ", unknown, true, false, false, KEPT",
        ", unknown, true, true, false, REMOVED",
        ", unknown, , false, false, ",
        ", unknown, false, false, false, ",
    })
    void whatHappensToTheKeyOfAModelThatExists(
            @Nullable String here,
            @Nullable String known,
            @Nullable Boolean present,
            boolean otherServer,
            boolean sendKeys,
            @Nullable KeyTransfer expected) {
        assertThat(new KeyTransfers(here, known, present, otherServer).transfer(sendKeys))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        // recorded, there, other server: what happens
        ", , false, ",
        ", true, false, KEPT",
        ", true, true, REMOVED",
        ", false, true, ",
        "k1, , false, KEPT",
        "k1, true, false, KEPT",
        "k1, true, true, REMOVED",
        "unknown, true, false, KEPT",
        "none, true, true, REMOVED",
    })
    void whatHappensToTheKeyThereWhileTheKeyHereCannotBeRead(
            @Nullable String known, @Nullable Boolean present, boolean otherServer, @Nullable KeyTransfer expected) {
        assertThat(new KeyTransfers(null, known, present, otherServer).withUnreadableKeyHere())
                .isEqualTo(expected);
    }

    @Test
    void aKeyThatCannotBeReadIsManualWorkAndHoldsUpNothing() {
        here(1, "A");
        here(2, "B");
        there(2, "B", true);
        unreadableKeys.addAll(Set.of(1L, 2L));
        recorded.add(new RecordedModel(2, SimulatedGitLab.id(2), "B", true, "k2"));

        assertThat(plan().steps()).singleElement().isInstanceOfSatisfying(CreateModel.class, step -> assertThat(
                        step.key())
                .isNull());
        assertThat(manual()).containsExactly("api_key_unreadable A", "api_key_unreadable B");
        assertThat(plan().manual().get(0).remedy()).contains("PATCH /models/1");
    }

    @Test
    void aKeyThatIsStoredAfterTheAdoptionIsSent() {
        here(1, "A");
        there(1, "A", true);
        adopt();
        assertThat(plan().steps()).isEmpty();
        assertThat(manual()).containsExactly("api_key_unknown_here A");

        digests.put(1L, "k1");

        assertThat(plan().steps()).singleElement().isInstanceOfSatisfying(UpdateModel.class, step -> assertThat(
                        step.key())
                .isEqualTo(KeyTransfer.SENT));
    }

    @Test
    void aKeyThatIsHereAtTheAdoptionCountsAsEqualUntilItChanges() {
        here(1, "A");
        there(1, "A", true);
        digests.put(1L, "k1");
        adopt();
        assertThat(plan().steps()).isEmpty();

        digests.put(1L, "k2");

        assertThat(plan().steps()).hasSize(1);
    }

    @Test
    void aKeyThatWouldHaveToBeSentToAnotherServerIsNotTakenForTheKeyHere() {
        offered = Interfaces.like(Interfaces.V19_5)
                .rejects(GitLabInterface.UPDATE_MODEL, "apiToken")
                .build();
        here(1, "A");
        digests.put(1L, "k1");
        there(1, "A", true, "https://other.example.com/v1", "custom_openai/served");

        adopt();

        assertThat(plan().steps()).isEmpty();
        assertThat(notPossible()).containsExactly("A SETTING_UNKNOWN_THERE");
    }

    @Test
    void theKeyOfAnotherModelIsNotThatOfTheModelThatIsAdopted() {
        here(1, "A");
        there(7, "stranger's", true, "https://other.example.com/v1", "custom_openai/other");
        there(9, "A", true);
        recorded.add(new RecordedModel(1, SimulatedGitLab.id(7), "A", true, "k1"));

        assertThat(plan().found()).containsOnly(Map.entry(1L, SimulatedGitLab.id(9)));
        assertThat(plan().steps()).isEmpty();
        assertThat(manual()).containsExactly("api_key_unknown_here A");

        adopt();

        assertThat(recorded)
                .containsExactly(new RecordedModel(1, SimulatedGitLab.id(9), "A", false, RecordedModel.NO_KEY));
    }

    @Test
    void aKeyThatOnlyGitLabHasIsManualWork() {
        here(1, "A");
        there(1, "A", true);

        assertThat(plan().steps()).isEmpty();
        assertThat(manual()).containsExactly("api_key_unknown_here A");
    }

    @Test
    void aKeyThatCannotBeSentMakesTheModelImpossible() {
        offered = Interfaces.like(Interfaces.V19_5)
                .rejects(GitLabInterface.UPDATE_MODEL, "apiToken")
                .build();
        here(1, "A");
        digests.put(1L, "k1");
        there(1, "A", false);

        assertThat(plan().steps()).isEmpty();
        assertThat(notPossible()).containsExactly("A SETTING_UNKNOWN_THERE");
    }

    @Test
    void modelsAreFoundByTheRecordedIdThenByTheNameOfAnUnconfirmedCreationThenByName() {
        here(1, "A");
        here(2, "B");
        here(3, "C");
        there(11, "renamed by hand", false);
        there(12, "former B", false);
        there(13, "C", false);
        recorded.add(new RecordedModel(1, SimulatedGitLab.id(11), "A", true, null));
        recorded.add(new RecordedModel(2, null, "former B", true, null));
        recorded.add(new RecordedModel(3, SimulatedGitLab.id(99), "C", true, null));

        var plan = plan();

        assertThat(plan.found())
                .containsOnly(
                        Map.entry(1L, SimulatedGitLab.id(11)),
                        Map.entry(2L, SimulatedGitLab.id(12)),
                        Map.entry(3L, SimulatedGitLab.id(13)));
        assertThat(renames(plan)).containsExactly("renamed by hand > A", "former B > B");
    }

    @ParameterizedTest
    @CsvSource({
        // name, endpoint, identifier there: is it the recorded model
        "A, https://other.example.com/v1, custom_openai/other, true",
        "other, https://vllm.example.com/v1, custom_openai/other, true",
        "other, https://other.example.com/v1, served, true",
        "other, https://other.example.com/v1, custom_openai/other, false",
        "other, , , false",
    })
    void aRecordedIdCountsOnlyIfTheModelThereResemblesOurs(
            String name, @Nullable String endpoint, @Nullable String identifier, boolean same) {
        here(1, "A");
        there(7, name, false, endpoint, identifier);
        recorded.add(new RecordedModel(1, SimulatedGitLab.id(7), "A", true, null));

        assertThat(plan().found().containsKey(1L)).isEqualTo(same);
        assertThat(plan().steps()).singleElement().isInstanceOf(same ? UpdateModel.class : CreateModel.class);
    }

    @ParameterizedTest
    @CsvSource({
        // what is recorded about the model that is found: its number, its name
        ", ",
        ", A",
        "7, A",
        "7, B",
    })
    void aModelStaysTheSameWhileAnApplyMakesItLikeAnotherWithARecordOfItsId(
            @Nullable Integer number, @Nullable String name) {
        here(1, "D");
        here(2, "A");
        there(7, "B".equals(name) ? "B" : "A", false, "https://other.example.com/v1", "custom_openai/other");
        recorded.add(new RecordedModel(1, SimulatedGitLab.id(7), "C", true, null));
        if (name != null) {
            var gitlabId = number == null ? null : SimulatedGitLab.id(number);
            recorded.add(new RecordedModel(2, gitlabId, name, true, null));
        }
        var steps = plan().steps();

        adopt();
        modelsThere.clear();
        there(7, "A", false);

        assertThat(plan().found()).containsOnly(Map.entry(2L, SimulatedGitLab.id(7)));
        assertThat(steps).hasSize(2).first().isInstanceOf(UpdateModel.class);
        assertThat(plan().steps()).isEqualTo(steps.subList(1, 2));
    }

    @Test
    void aRecordOfAModelThatNobodyFoundIsKept() {
        here(1, "A");
        there(7, "other", false, "https://other.example.com/v1", "custom_openai/other");
        var row = new RecordedModel(1, SimulatedGitLab.id(7), "A", true, null);
        recorded.add(row);

        adopt();

        assertThat(recorded).containsExactly(row);
    }

    @Test
    void aModelThatIsAdoptedInPlaceOfARecordedOneIsNotDeletedLater() {
        here(1, "other");
        there(7, "other", false, "https://other.example.com/v1", "custom_openai/other");
        recorded.add(new RecordedModel(1, SimulatedGitLab.id(7), "A", true, null));
        adopt();
        models.clear();

        assertThat(plan().steps()).isEmpty();
    }

    @Test
    void manyRenamesAreOrderedInTime() {
        var count = 20_000;
        for (var id = 1; id <= count; id++) {
            here(id, "name " + (id + 1));
            there(id, "name " + id, false);
            recorded.add(new RecordedModel(id, SimulatedGitLab.id(id), "name " + id, true, null));
        }

        var renames = assertTimeout(LIMIT, () -> renames(plan()));

        assertThat(renames).hasSize(count).startsWith("name 20000 > name 20001").endsWith("name 1 > name 2");
    }

    @Test
    void manyExchangesOfNamesAreOrderedInTime() {
        var count = 20_000;
        for (var id = 1; id <= count; id++) {
            here(id, "name " + (id % 2 == 0 ? id - 1 : id + 1));
            there(id, "name " + id, false);
            recorded.add(new RecordedModel(id, SimulatedGitLab.id(id), "name " + id, true, null));
        }

        assertThat(assertTimeout(LIMIT, () -> renames(plan()))).hasSize(count * 3 / 2);
    }

    @Test
    void manyModelsThatKeepTheirNamesAreFoundInTime() {
        var count = 20_000;
        for (var id = 1; id <= count; id++) {
            here(id, "name " + (id + 1));
            there(id, "name " + id, false);
            recorded.add(new RecordedModel(id, SimulatedGitLab.id(id), "name " + id, true, null));
        }
        there(count + 1, "name " + (count + 1), false);

        var plan = assertTimeout(LIMIT, () -> plan());

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.manual()).hasSize(count);
    }

    @Test
    void manyModelsAreDeletedInTime() {
        var count = 20_000;
        for (var id = 1; id <= count; id++) {
            there(id, "name " + id, false);
            recorded.add(new RecordedModel(id, SimulatedGitLab.id(id), "name " + id, true, null));
        }
        for (var feature = 1; feature <= 1_000; feature++) {
            settingThere("feature " + feature, "self_hosted", SimulatedGitLab.id(feature));
        }

        var plan = assertTimeout(LIMIT, () -> plan());

        assertThat(plan.steps()).hasSize(count - 1_000);
        assertThat(plan.manual()).hasSize(1_000);
    }

    @Test
    void namesAreGivenWhenTheyAreFreeAndASwapNeedsOneMore() {
        here(1, "B");
        here(2, "C");
        here(3, "E");
        here(4, "D");
        for (var id = 1; id <= 4; id++) {
            there(id, List.of("A", "B", "D", "E").get(id - 1), false);
            recorded.add(new RecordedModel(id, SimulatedGitLab.id(id), "", true, null));
        }

        assertThat(renames(plan())).containsExactly("B > C", "A > B", "D > E (model 3)", "E > D", "E (model 3) > E");
    }

    @Test
    void aNameThatAnotherModelHasStaysThere() {
        here(1, "B");
        here(2, "A");
        there(1, "A", false);
        there(9, "B", false);
        recorded.add(new RecordedModel(1, SimulatedGitLab.id(1), "A", true, null));

        var plan = plan();

        assertThat(plan.steps()).singleElement().isInstanceOfSatisfying(CreateModel.class, step -> assertThat(
                        step.after().name())
                .isEqualTo("A (model 2)"));
        assertThat(manual()).containsExactly("name_taken_there B", "name_taken_there A");
    }

    @Test
    void aModelThatIsDeletedAfterwardsHandsItsNameOver() {
        here(1, "B");
        there(1, "A", false);
        there(2, "B", false);
        recorded.add(new RecordedModel(1, SimulatedGitLab.id(1), "A", true, null));
        recorded.add(new RecordedModel(7, SimulatedGitLab.id(2), "B", true, null));

        var plan = plan();

        assertThat(renames(plan)).containsExactly("B > B (model 7)", "A > B");
        assertThat(plan.steps()).last().isInstanceOf(DeleteModel.class);
        assertThat(manual()).isEmpty();
    }

    @Test
    void featuresWithTheSameSettingAreSetInOneCall() {
        here(1, "A");
        assign("duo_chat", 1);
        assign("code_generations", 1);
        settings.put("code_completions", new Setting(Provider.DISABLED, null, 1, null, null));
        settings.put("summarize_review", new Setting(Provider.VENDORED, null, 1, null, null, "ref"));
        settingThere("duo_chat_explain_code", "disabled", null);

        assertThat(plan().steps().stream().filter(SetFeatures.class::isInstance).map(SetFeatures.class::cast))
                .extracting(SetFeatures::after, SetFeatures::features)
                .containsExactlyInAnyOrder(
                        tuple(new FeatureState("self_hosted", 1L, "A", null), List.of("duo_chat", "code_generations")),
                        tuple(new FeatureState("unassigned", null, null, null), List.of("duo_chat_explain_code")),
                        tuple(new FeatureState("disabled", null, null, null), List.of("code_completions")),
                        tuple(new FeatureState("vendored", null, null, "ref"), List.of("summarize_review")));
    }

    @Test
    void aFeatureThatTheGitLabCannotSetIsReported() {
        offered = Interfaces.V18_2;
        gatewayThere = new GitLabState.Gateway(null, null, null);
        here(1, "A");
        there(1, "A", false);
        assign("duo_developer", 1);
        assign("duo_chat", 1);
        settings.put("code_completions", new Setting(Provider.VENDORED, null, 1, null, null, "ref"));
        settingsThere.add(new FeatureSetting("duo_chat", "unassigned", null, null, null, List.of("mistral")));
        settingThere("code_generations", "disabled", null);

        assertThat(plan().steps()).isEmpty();
        assertThat(notPossible())
                .containsExactlyInAnyOrder(
                        "duo_developer FEATURE_UNKNOWN_THERE",
                        "duo_chat FAMILY_UNKNOWN_THERE",
                        "code_completions SETTING_UNKNOWN_THERE",
                        "code_generations UNASSIGN_NOT_OFFERED");
    }

    @Test
    void aDeletionUnassignsWhereUnassigningIsNotOffered() {
        offered = Interfaces.V18_2;
        gatewayThere = new GitLabState.Gateway(null, null, null);
        there(1, "A", false);
        settingThere("duo_chat", "self_hosted", SimulatedGitLab.id(1));
        recorded.add(new RecordedModel(7, SimulatedGitLab.id(1), "A", true, null));

        assertThat(plan().steps()).singleElement().isInstanceOf(DeleteModel.class);
        assertThat(notPossible()).isEmpty();
        assertThat(plan(DeleteModels.NEVER).steps()).isEmpty();
        assertThat(plan(DeleteModels.NEVER).notPossible()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        // created here, confirmed, name recorded, feature that uses it: deleted, or the manual work
        "true, true, A, , true, ",
        "true, true, other, , false, model_changed_there A",
        "true, true, other, duo_chat, false, model_changed_there A",
        "true, false, A, , false, model_unconfirmed_there A",
        "true, false, other, , false, ",
        "false, true, A, , false, ",
        "true, true, A, duo_chat, true, ",
        "true, true, A, embeddings_code, false, model_in_use_there A",
    })
    void onlyModelsThatThisServiceCreatedAndThatNothingUsesAreDeleted(
            boolean created,
            boolean confirmed,
            String name,
            @Nullable String user,
            boolean deleted,
            @Nullable String manual) {
        there(1, "A", false);
        recorded.add(new RecordedModel(7, confirmed ? SimulatedGitLab.id(1) : null, name, created, null));
        if (user != null) {
            settingThere(user, "self_hosted", SimulatedGitLab.id(1));
        }

        var plan = plan();

        assertThat(plan.steps().stream().anyMatch(DeleteModel.class::isInstance))
                .isEqualTo(deleted);
        assertThat(manual()).isEqualTo(manual == null ? List.of() : List.of(manual));
        assertThat(plan(DeleteModels.NEVER).manual()).isEmpty();
    }

    @Test
    void anUnconfirmedCreationOfADeletedModelIsNothingToDoOnceAnotherModelHasIt() {
        here(1, "A");
        there(7, "A", false);
        recorded.add(new RecordedModel(5, null, "A", true, null));

        assertThat(plan().found()).containsOnly(Map.entry(1L, SimulatedGitLab.id(7)));
        assertThat(manual()).isEmpty();

        adopt();

        assertThat(recorded).containsExactly(new RecordedModel(1, SimulatedGitLab.id(7), "A", false, null));
    }

    @Test
    void aModelThatWasCreatedForADeletedOneAndIsAdoptedAgainStaysOurs() {
        here(1, "A");
        there(7, "A", false);
        recorded.add(new RecordedModel(5, SimulatedGitLab.id(7), "A", true, null));

        adopt();

        assertThat(recorded).containsExactly(new RecordedModel(1, SimulatedGitLab.id(7), "A", true, null));
    }

    @Test
    void aStateHasTheSameFormWhateverTheOrderOfSets() throws Exception {
        var one = new GitLabInterface(
                new LinkedHashMap<>(Map.of("T", new LinkedHashSet<>(List.of("a", "b")))),
                Map.of("I", new LinkedHashMap<>(Map.of("a", true))),
                Map.of("E", new LinkedHashSet<>(List.of("X", "Y"))));
        var other = new GitLabInterface(
                Map.of("T", new LinkedHashSet<>(List.of("b", "a"))),
                Map.of("I", Map.of("a", true)),
                Map.of("E", new LinkedHashSet<>(List.of("Y", "X"))));

        assertThat(state("19.4", one, false)).isEqualTo(state("19.4", other, false));
        assertThat(state("19.4", one, false))
                .isNotEqualTo(state("19.5", one, false))
                .isNotEqualTo(state("19.4", one, true))
                .isNotEqualTo(state("19.4", GitLabInterface.OLDEST, false));
    }

    private static String state(String version, GitLabInterface offered, boolean sendKeys) throws Exception {
        var gateway = new GitLabState.Gateway(null, null, null);
        var state = new GitLabState(version, offered, gateway, List.of(), List.of());
        return new ObjectMapper().writeValueAsString(ComparedState.of(state, sendKeys));
    }

    @Test
    void featuresThatGitLabServesWithItsOwnModelsAreReportedWhereTheseAreNotAllowed() {
        offered = Interfaces.like(Interfaces.V18_2)
                .lacks(GitLabInterface.FEATURES, "CODE_GENERATIONS DUO_CHAT_WRITE_TESTS SUMMARIZE_REVIEW")
                .build();
        gateway = new Snapshot.Gateway("https://aigw.example.com", 60, false, false);
        here(1, "A");
        models.put(
                2L,
                new Snapshot.Model(
                        2, new Deployment("B", "gpt", SERVER + "/" + "a".repeat(255), "custom_openai/served"), null));
        assign("duo_chat", 1);
        assign("code_completions", 2);

        assertThat(manual())
                .containsExactlyInAnyOrder(
                        "sends_to_gitlab glab_ask_git_command", "feature_endpoint_too_long code_completions");

        offlineLicense = true;

        assertThat(manual()).containsExactly("feature_endpoint_too_long code_completions");
    }

    private void here(long id, String name) {
        models.put(id, new Snapshot.Model(id, new Deployment(name, "gpt", SERVER, "custom_openai/served"), null));
    }

    private void there(int number, String name, boolean hasKey) {
        there(number, name, hasKey, SERVER, "custom_openai/served");
    }

    private void there(
            int number, String name, boolean hasKey, @Nullable String endpoint, @Nullable String identifier) {
        var provider = offered.has(GitLabInterface.MODEL, "provider") ? "api" : null;
        modelsThere.add(
                new Model(SimulatedGitLab.id(number), name, "gpt", endpoint, identifier, provider, null, hasKey));
    }

    private void assign(String feature, long modelId) {
        settings.put(feature, new Setting(Provider.SELF_HOSTED, modelId, 1, null, null));
    }

    private void settingThere(String feature, String provider, @Nullable String modelId) {
        settingsThere.add(new FeatureSetting(feature, provider, modelId, null, null, List.of()));
    }

    private Plan plan() {
        return plan(DeleteModels.OWN);
    }

    private Plan plan(DeleteModels deleteModels) {
        return Planner.plan(desired(), gitlab(), recorded, deleteModels, false);
    }

    private Desired desired() {
        var snapshot = new Snapshot(
                1,
                Instant.EPOCH,
                CATALOGUE,
                gateway,
                new Entitlement(EntitlementReason.ENTITLED, "ultimate", EntitlementReason.ENTITLED, offlineLicense),
                settings,
                models);
        return new Desired(snapshot, agentPlatformUrl, agentPlatformTls, digests, unreadableKeys);
    }

    private GitLabState gitlab() {
        return new GitLabState(null, offered, gatewayThere, modelsThere, settingsThere);
    }

    /** Records what an apply of the plan records first. */
    private void adopt() {
        var known = new KnownModels(desired(), recorded, (replaced, removed) -> {
            recorded.removeIf(row -> removed.contains(row.modelId())
                    || replaced.stream().anyMatch(other -> other.modelId() == row.modelId()));
            recorded.addAll(replaced);
        });
        known.found(plan(), gitlab());
    }

    private List<String> notPossible() {
        return plan().notPossible().stream()
                .map(entry -> entry.subject() + " " + entry.code())
                .toList();
    }

    private List<String> manual() {
        return plan().manual().stream()
                .map(entry -> entry.code() + " " + entry.subject())
                .toList();
    }

    private static List<String> renames(Plan plan) {
        return plan.steps().stream()
                .filter(UpdateModel.class::isInstance)
                .map(UpdateModel.class::cast)
                .map(step -> step.before().name() + " > " + step.after().name())
                .toList();
    }
}
