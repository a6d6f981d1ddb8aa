package dev.duoconfig.instance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongFunction;

import dev.duoconfig.gitlab.GitLabException;
import dev.duoconfig.gitlab.GitLabInterface;
import dev.duoconfig.gitlab.GitLabMutations;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.instance.Step.KeyTransfer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the steps of a plan in a GitLab, one call after another. GitLab has no transaction for them: the first failure ends the
 * apply, and what was done stays done, so that another apply can continue.
 */
final class StepRunner {

    /** Why an apply ends that no longer has the instance. */
    static final String LOST =
            "The GitLab instance was changed or deleted meanwhile, or another instance of the service had to take over. Apply again to continue.";

    private final GitLabMutations gitlab;
    private final StepInputs inputs;
    private final KnownModels known;
    private final LongFunction<String> keys;
    private final Patience patience;
    private final Progress progress;

    /**
     * Creates a runner for one apply.
     *
     * @param keys opens the API key of the model with an id
     */
    StepRunner(
            GitLabMutations gitlab,
            GitLabInterface offered,
            KnownModels known,
            LongFunction<String> keys,
            Patience patience,
            Progress progress) {
        this.gitlab = gitlab;
        this.inputs = new StepInputs(offered);
        this.known = known;
        this.keys = keys;
        this.patience = patience;
        this.progress = progress;
    }

    /** Makes the steps until one fails or the progress says why to stop. */
    List<StepResult> run(List<Step> steps) {
        var results = new ArrayList<StepResult>();
        String end = null;
        for (var step : steps) {
            end = end == null ? progress.reasonToStop(results.size()) : end;
            if (end != null) {
                results.add(StepResult.skipped(step, end));
                continue;
            }
            var result = run(step);
            results.add(result);
            end = result.outcome() == GitLabPlanStep.Outcome.DONE ? null : "An earlier step failed.";
        }
        return results;
    }

    private StepResult run(Step step) {
        try {
            var unused = step.accept(new Calls());
            return StepResult.done(step);
        } catch (GitLabException e) {
            return StepResult.failed(step, e.detail(), !e.isWithoutEffect());
        } catch (LostException e) {
            return StepResult.skipped(step, LOST);
        } catch (ApiException e) {
            // An API key that cannot be opened.
            return StepResult.failed(step, String.valueOf(e.getMessage()), false);
        }
    }

    private boolean call(Runnable mutation) {
        return patience.call(() -> {
            requireHeld();
            mutation.run();
            return true;
        });
    }

    /** Checked right before each call, because storing what a step needs can take long. */
    private void requireHeld() {
        if (!progress.mayCall()) {
            throw new LostException();
        }
    }

    private @Nullable String key(long modelId, @Nullable KeyTransfer transfer) {
        return transfer == KeyTransfer.SENT ? keys.apply(modelId) : null;
    }

    private @Nullable String gitlabId(Step.FeatureState setting) {
        var modelId = setting.modelId();
        return modelId == null ? null : Objects.requireNonNull(known.gitlabId(modelId));
    }

    /** The call for each kind of step. */
    private final class Calls implements Step.Visitor<Boolean> {

        @Override
        public Boolean setGateway(Step.SetGateway step) {
            return call(() -> gitlab.setGateway(inputs.gateway(step)));
        }

        @Override
        public Boolean createModel(Step.CreateModel step) {
            var key = key(step.modelId(), step.key());
            known.creating(step);
            try {
                known.created(step, patience.call(() -> {
                    requireHeld();
                    return gitlab.createModel(inputs.create(step, key));
                }));
            } catch (GitLabException e) {
                if (e.isWithoutEffect()) {
                    known.notCreated(step);
                }
                throw e;
            }
            return true;
        }

        @Override
        public Boolean updateModel(Step.UpdateModel step) {
            var key = key(step.modelId(), step.key());
            call(() -> gitlab.updateModel(inputs.update(step, key)));
            known.updated(step);
            return true;
        }

        @Override
        public Boolean setFeatures(Step.SetFeatures step) {
            var modelId = gitlabId(step.after());
            return call(() -> gitlab.setFeatures(inputs.features(step.features(), step.after(), modelId)));
        }

        @Override
        public Boolean deleteModel(Step.DeleteModel step) {
            call(() -> gitlab.deleteModel(Map.of("id", step.gitlabId())));
            known.deleted(step);
            return true;
        }
    }

    /** The course of an apply. */
    interface Progress {

        /**
         * Called before each step.
         *
         * @param done the number of steps so far
         * @return a sentence that says why to stop, or null to continue
         */
        @Nullable
        String reasonToStop(int done);

        /** Whether a call may begin now. */
        boolean mayCall();
    }

    /** A call may not begin. */
    private static final class LostException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        LostException() {
            super(LOST, null, false, false);
        }
    }
}
