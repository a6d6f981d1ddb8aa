package dev.duoconfig.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.duoconfig.secret.MacKey;
import org.jspecify.annotations.Nullable;

/** One pass over all events in the order of the chain, up to the first one that is not as it was recorded. */
final class ChainVerification {

    private final AuditHead head;
    private final boolean keyed;
    private final Map<String, AuditMac.Signer> signers = new HashMap<>();
    private final List<AuditHead> anchors;

    private final HashChain chain = new HashChain();

    /** The last event that is as it was recorded. */
    private AuditHead last = new AuditHead(0, HashChain.START);

    private AuditMac.@Nullable Kind lastKind;

    /**
     * Creates a pass.
     *
     * @param head the recorded end of the chain
     * @param keyed whether the events have to be authenticated, at the latest from the newest one on
     * @param keys the keys of message authentication codes, by ID
     * @param anchors events that were in the chain earlier, and have to be in it still
     */
    ChainVerification(AuditHead head, boolean keyed, Map<String, MacKey> keys, List<AuditHead> anchors) {
        this.head = head;
        this.keyed = keyed;
        keys.forEach((id, key) -> signers.put(id, new AuditMac.Signer(key)));
        this.anchors = anchors;
    }

    /** Verifies the next event. Returns the result if it is not as it was recorded, and null if the pass goes on. */
    @Nullable
    AuditVerification next(StoredEvent event) {
        var id = event.id();
        var expected = last.id() + 1;
        if (id != expected || id > head.id()) {
            var missing = expected < id && expected <= head.id();
            return missing ? broken(expected, AuditFault.MISSING) : broken(id, AuditFault.ADDED);
        }
        var current = new AuditHead(id, event.hash(chain, last.hash()));
        var mac = event.mac();
        if (!event.hasHash(current.hash())) {
            return broken(id, AuditFault.CHANGED);
        }
        var unauthentic = authenticate(event, current.hash(), mac);
        if (unauthentic != null) {
            return unauthentic;
        }
        if (current.id() == head.id() && !current.equals(head)) {
            return broken(id, AuditFault.HEAD_CHANGED);
        }
        for (var anchor : anchors) {
            if (anchor.id() == id && !anchor.equals(current)) {
                return broken(id, AuditFault.REWRITTEN);
            }
        }
        last = current;
        lastKind = mac == null ? null : mac.kind();
        return null;
    }

    private @Nullable AuditVerification authenticate(StoredEvent event, String hash, @Nullable AuditMac mac) {
        if (mac == null) {
            return !AuditMac.Kind.keyed(lastKind) && event.isOfEarlierRelease()
                    ? null
                    : broken(event.id(), AuditFault.FORGED);
        }
        var signer = signers.get(mac.keyId());
        if (signer == null) {
            return broken(event.id(), AuditFault.KEY_MISSING);
        }
        if (!mac.matches(event.covered(hash), signer)) {
            return broken(event.id(), AuditFault.FORGED);
        }
        if (mac.kind() == AuditMac.Kind.NEXT && !AuditMac.Kind.keyed(lastKind)) {
            // The code of the event before was removed.
            return AuditVerification.broken(Math.max(0, last.id() - 1), last.id(), AuditFault.FORGED);
        }
        return mac.kind() != AuditMac.Kind.NEXT && AuditMac.Kind.keyed(lastKind)
                ? broken(event.id(), AuditFault.FORGED)
                : null;
    }

    /** The result after the last event. */
    AuditVerification end() {
        if (!last.equals(head)) {
            return broken(last.id() + 1, head.id() > last.id() ? AuditFault.MISSING : AuditFault.HEAD_CHANGED);
        }
        if (anchors.stream().anyMatch(anchor -> anchor.id() > last.id())) {
            return broken(last.id() + 1, AuditFault.CUT_OFF);
        }
        if (keyed && last.id() > 0 && !AuditMac.Kind.keyed(lastKind)) {
            // No event has a code, and it is unknown which of them had.
            return AuditVerification.broken(0, 1, AuditFault.FORGED);
        }
        return AuditVerification.valid(last.id());
    }

    private AuditVerification broken(long id, AuditFault fault) {
        return AuditVerification.broken(last.id(), id, fault);
    }
}
