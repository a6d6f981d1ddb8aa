package dev.duoconfig.instance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.duoconfig.gitlab.GitLabState;
import dev.duoconfig.gitlab.GitLabState.FeatureSetting;
import dev.duoconfig.gitlab.GitLabState.Model;
import dev.duoconfig.instance.Step.KeyTransfer;
import dev.duoconfig.outbound.address.HttpUrl;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Tag;

import static org.assertj.core.api.Assertions.assertThat;

/** Plans for arbitrary configurations, GitLabs, and records, done by a simulated GitLab. */
@Tag("fast")
class PlannerPropertyTest {

    private static final int TRIES = 500;

    @Property(tries = TRIES)
    void aPlanIsAcceptedAndLeavesNothingToDo(@ForAll("situations") Situation situation) {
        var gitlab = gitlab(situation);

        gitlab.apply(plan(situation));

        assertThat(replan(situation, gitlab).steps()).isEmpty();
    }

    @Property(tries = TRIES)
    void whatIsNotOursStaysAsItIs(@ForAll("situations") Situation situation) {
        var gitlab = gitlab(situation);
        var before = gitlab.state();
        var plan = plan(situation);

        gitlab.apply(plan);

        var ours = Stream.concat(plan.found().values().stream(), createdByUs(situation))
                .collect(Collectors.toSet());
        assertThat(gitlab.state().models()).containsAll(without(ours, before.models()));
        assertThat(foreignFeatures(situation, gitlab.state())).isEqualTo(foreignFeatures(situation, before));
        if (situation.deleteModels() == DeleteModels.NEVER) {
            assertThat(plan.steps()).noneMatch(Step.DeleteModel.class::isInstance);
        }
    }

    @Property(tries = TRIES)
    void anInterruptedApplyIsContinuedAndCreatesNoModelTwice(
            @ForAll("situations") Situation situation, @ForAll @IntRange(max = 30) int done) {
        var gitlab = gitlab(situation);
        var plan = plan(situation);
        var steps = Math.min(done, plan.steps().size());

        gitlab.applyPartly(plan, steps);
        var next = replan(situation, gitlab);
        gitlab.apply(next);

        assertThat(Stream.concat(created(plan.steps().subList(0, steps)), created(next.steps())))
                .doesNotHaveDuplicates();
        assertThat(replan(situation, gitlab).steps()).isEmpty();
    }

    @Property(tries = TRIES)
    void aKeyThatCannotBeReadIsNotTouchedUnlessItWouldMove(@ForAll("situations") Situation situation) {
        var unreadable = situation.desired().unreadableKeys();

        assertThat(plan(situation).steps())
                .filteredOn(Step.CreateModel.class::isInstance)
                .map(Step.CreateModel.class::cast)
                .filteredOn(step -> unreadable.contains(step.modelId()))
                .allMatch(step -> step.key() == null);
        assertThat(plan(situation).steps())
                .filteredOn(Step.UpdateModel.class::isInstance)
                .map(Step.UpdateModel.class::cast)
                .filteredOn(step -> unreadable.contains(step.modelId()))
                .noneMatch(step -> step.key() == KeyTransfer.SENT)
                .filteredOn(step -> step.key() == KeyTransfer.REMOVED)
                .noneMatch(step -> HttpUrl.haveSameOrigin(
                        step.before().endpoint(), step.after().endpoint()));
    }

    @Property(tries = TRIES)
    void theSameInputGivesTheSamePlan(@ForAll("situations") Situation situation) {
        var rows = new ArrayList<>(situation.recorded());
        Collections.reverse(rows);
        var again = new Situation(
                situation.desired(), situation.there(), rows, situation.deleteModels(), situation.sendKeys());

        assertThat(plan(again)).isEqualTo(plan(situation));
    }

    @Property(tries = TRIES)
    void everyModelAndFeatureHereIsInSyncOrReported(@ForAll("situations") Situation situation) {
        var gitlab = gitlab(situation);

        gitlab.apply(plan(situation));

        var plan = replan(situation, gitlab);
        var reported = Stream.concat(
                        plan.manual().stream().map(Plan.Manual::subject),
                        plan.notPossible().stream().map(Plan.NotPossible::subject))
                .collect(Collectors.toSet());
        var here = situation.desired().snapshot();
        assertThat(here.models().values())
                .allSatisfy(model -> assertThat(names(gitlab).contains(model.name()) || reported.contains(model.name()))
                        .as("model %s", model)
                        .isTrue());
        assertThat(here.catalogue().features()).allSatisfy(feature -> {
            var setting = here.setting(feature.id());
            var found = setting.modelId() == null ? null : plan.found().get(setting.modelId());
            assertThat(inSync(gitlab, feature.id(), setting.provider().id(), found)
                            || reported.contains(feature.id())
                            || setting.unassigned())
                    .as("feature %s", feature.id())
                    .isTrue();
        });
    }

    @Provide
    Arbitrary<Situation> situations() {
        return Arbitraries.randomValue(Situation::any);
    }

    private static boolean inSync(
            SimulatedGitLab gitlab,
            String feature,
            String provider,
            @org.jspecify.annotations.Nullable String modelId) {
        return gitlab.state().features().stream()
                .anyMatch(setting -> setting.feature().equals(feature)
                        && setting.provider().equals(provider)
                        && (modelId == null || modelId.equals(setting.modelId())));
    }

    private static Set<String> names(SimulatedGitLab gitlab) {
        return gitlab.state().models().stream().map(Model::name).collect(Collectors.toCollection(HashSet::new));
    }

    private static SimulatedGitLab gitlab(Situation situation) {
        return new SimulatedGitLab(situation.there(), situation.recorded(), situation.desired());
    }

    private static Plan plan(Situation situation) {
        return Planner.plan(
                situation.desired(),
                situation.there(),
                situation.recorded(),
                situation.deleteModels(),
                situation.sendKeys());
    }

    private static Plan replan(Situation situation, SimulatedGitLab gitlab) {
        return Planner.plan(situation.desired(), gitlab.state(), gitlab.records(), situation.deleteModels(), false);
    }

    private static Stream<Long> created(List<Step> steps) {
        return steps.stream().filter(Step.CreateModel.class::isInstance).map(step -> ((Step.CreateModel) step)
                .modelId());
    }

    /** The global ids of the models there that have the id and the name with which this service created models. */
    private static Stream<String> createdByUs(Situation situation) {
        return situation.there().models().stream()
                .filter(model -> situation.recorded().stream()
                        .anyMatch(row -> row.created()
                                && model.id().equals(row.gitlabId())
                                && model.name().equals(row.name())))
                .map(Model::id);
    }

    private static List<Model> without(Set<String> ids, List<Model> models) {
        return models.stream().filter(model -> !ids.contains(model.id())).toList();
    }

    private static List<FeatureSetting> foreignFeatures(Situation situation, GitLabState state) {
        var catalogue = situation.desired().snapshot().catalogue();
        return state.features().stream()
                .filter(setting -> catalogue.feature(setting.feature()) == null)
                .map(setting -> new FeatureSetting(
                        setting.feature(),
                        setting.provider(),
                        setting.modelId(),
                        null,
                        setting.vendoredModel(),
                        setting.compatibleFamilies()))
                .toList();
    }
}
