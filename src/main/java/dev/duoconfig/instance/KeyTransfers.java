package dev.duoconfig.instance;

import dev.duoconfig.instance.Step.KeyTransfer;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens to the API key of a model that exists there. GitLab says at most whether a model has a key, so a keyed
 * digest of the key that was last sent shows whether it is the right one.
 *
 * @param here the digest of the key here; null if the model has none that can be decrypted
 * @param recorded the recorded digest or the special value in its place; null if nothing is known
 * @param present whether the model has a key there; null if GitLab does not say
 * @param otherServer whether the model calls another server from now on
 */
record KeyTransfers(
        @Nullable String here,
        @Nullable String recorded,
        @Nullable Boolean present,
        boolean otherServer) {

    /** The transfer of the key; null if there is none, here or there. */
    @Nullable
    KeyTransfer transfer(boolean sendKeys) {
        return here == null ? withoutKeyHere() : withKeyHere(here, sendKeys);
    }

    /** The transfer of the key there of a model whose key here cannot be decrypted; null if there is none there. */
    @Nullable
    KeyTransfer withUnreadableKeyHere() {
        return isAbsent() ? null : keptOnTheSameServer();
    }

    private KeyTransfer withKeyHere(String digest, boolean sendKeys) {
        if (sendKeys || Boolean.FALSE.equals(present)) {
            return KeyTransfer.SENT;
        }
        var current = recorded == null ? present != null && !otherServer : recorded.equals(digest);
        return current ? KeyTransfer.KEPT : KeyTransfer.SENT;
    }

    private @Nullable KeyTransfer withoutKeyHere() {
        if (isAbsent()) {
            return null;
        }
        return RecordedModel.isDigest(recorded) ? KeyTransfer.REMOVED : keptOnTheSameServer();
    }

    private boolean isAbsent() {
        return present == null ? !RecordedModel.isDigest(recorded) : !present;
    }

    /** A key that an administrator entered for one server must not be sent to another. */
    private KeyTransfer keptOnTheSameServer() {
        return otherServer ? KeyTransfer.REMOVED : KeyTransfer.KEPT;
    }
}
