package dev.duoconfig.instance;

import dev.duoconfig.gitlab.GitLabState;
import dev.duoconfig.instance.Step.DeleteModel;

/**
 * A model there that this service created and that no longer exists here.
 *
 * @param modelId the id that the model had here
 */
record Deletion(long modelId, GitLabState.Model there) {

    DeleteModel step() {
        return new DeleteModel(modelId, there.id(), ModelForm.shown(there));
    }
}
