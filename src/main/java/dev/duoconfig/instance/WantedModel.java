package dev.duoconfig.instance;

import java.util.Objects;

import dev.duoconfig.gitlab.GitLabInterface;
import dev.duoconfig.gitlab.GitLabState;
import dev.duoconfig.instance.Step.KeyTransfer;
import dev.duoconfig.instance.Step.ModelState;
import dev.duoconfig.resolve.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * A model here, and what a GitLab makes of it.
 *
 * @param there the model that it is there; null if it does not exist there yet
 * @param state the model as it is sent
 * @param key what happens to its API key; null if there is none, here or there
 * @param keyUnknownHere whether it has an API key there that this service does not know
 * @param obstacle why the GitLab cannot have the model; null if it can
 */
record WantedModel(
        long id,
        GitLabState.@Nullable Model there,
        ModelState state,
        @Nullable KeyTransfer key,
        boolean keyUnknownHere,
        @Nullable Obstacle obstacle) {

    static WantedModel of(
            Snapshot.Model model,
            @Nullable String keyDigest,
            GitLabState.@Nullable Model there,
            @Nullable RecordedModel recorded,
            GitLabInterface offered,
            boolean sendKeys) {
        var form = form(offered, there);
        var state = form.sent(model.deployment());
        var key = there == null
                ? keyDigest == null ? null : KeyTransfer.SENT
                : new KeyTransfers(
                                keyDigest,
                                recorded == null ? null : recorded.keyDigest(),
                                there.hasApiKey(),
                                ModelForm.changesServer(there, state))
                        .transfer(sendKeys);
        var keyUnknownHere = keyDigest == null && key == KeyTransfer.KEPT;
        return new WantedModel(model.id(), there, state, key, keyUnknownHere, form.obstacle(state, key));
    }

    String name() {
        return state.name();
    }

    /** Whether it exists there, and can be updated. */
    boolean changeable() {
        return there != null && obstacle == null;
    }

    /** Whether it does not exist there yet, and can be created. */
    boolean creatable() {
        return there == null && obstacle == null;
    }

    /** Whether its API key is sent or removed. */
    boolean changesKey() {
        return key == KeyTransfer.SENT || key == KeyTransfer.REMOVED;
    }

    /** Its global id there; only for a model that exists there. */
    String idThere() {
        return Objects.requireNonNull(there).id();
    }

    /** Its name there; only for a model that exists there. */
    String nameThere() {
        return Objects.requireNonNull(there).name();
    }

    private static ModelForm form(GitLabInterface offered, GitLabState.@Nullable Model there) {
        return new ModelForm(offered, there == null ? GitLabInterface.CREATE_MODEL : GitLabInterface.UPDATE_MODEL);
    }
}
