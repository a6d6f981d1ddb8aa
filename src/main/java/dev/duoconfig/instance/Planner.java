package dev.duoconfig.instance;

import java.util.List;

import dev.duoconfig.gitlab.GitLabState;

/** Finds what makes a GitLab instance equal to this configuration. Pure: the same input gives the same plan. */
final class Planner {

    private Planner() {}

    /**
     * Plans the changes.
     *
     * @param there the state of the GitLab
     * @param recorded what earlier applies recorded about the models there
     * @param sendKeys whether to send all API keys, also those that it has already
     */
    static Plan plan(
            Desired desired,
            GitLabState there,
            List<RecordedModel> recorded,
            DeleteModels deleteModels,
            boolean sendKeys) {
        throw new UnsupportedOperationException();
    }
}
