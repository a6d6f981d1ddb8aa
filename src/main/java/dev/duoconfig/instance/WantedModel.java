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
 * @param keyProblem what an administrator has to do about its API key
 * @param obstacle why the GitLab cannot have the model; null if it can
 */
record WantedModel(
        long id,
        GitLabState.@Nullable Model there,
        ModelState state,
        @Nullable KeyTransfer key,
        KeyProblem keyProblem,
        @Nullable Obstacle obstacle) {

    static WantedModel of(
            Snapshot.Model model, Desired desired, ModelMatching matching, GitLabInterface offered, boolean sendKeys) {
        var there = matching.there(model.id());
        var form = form(offered, there);
        var state = form.sent(model.deployment());
        var digest = desired.keyDigests().get(model.id());
        var unreadable = desired.unreadableKeys().contains(model.id());
        KeyTransfer key;
        if (there == null) {
            key = digest == null ? null : KeyTransfer.SENT;
        } else {
            var record = matching.record(model.id());
            var transfers = new KeyTransfers(
                    digest,
                    record == null ? null : record.keyDigest(),
                    there.hasApiKey(),
                    ModelForm.changesServer(there, state));
            key = unreadable ? transfers.withUnreadableKeyHere() : transfers.transfer(sendKeys);
        }
        return new WantedModel(
                model.id(), there, state, key, keyProblem(digest, key, unreadable), form.obstacle(state, key));
    }

    private static KeyProblem keyProblem(@Nullable String digest, @Nullable KeyTransfer key, boolean unreadable) {
        if (unreadable) {
            return KeyProblem.UNREADABLE;
        }
        return digest == null && key == KeyTransfer.KEPT ? KeyProblem.UNKNOWN_HERE : KeyProblem.NONE;
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

    /** A problem with the API key of a model. */
    enum KeyProblem {
        NONE,

        /** The model has a key there that this service does not know. */
        UNKNOWN_HERE,

        /** The key that is stored here cannot be decrypted. */
        UNREADABLE
    }
}
