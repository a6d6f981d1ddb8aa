package dev.duoconfig.audit;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** The kinds of tampering that verification distinguishes, each with a sentence about the first affected event. */
enum AuditFault {
    /** Later events, or the head, refer to an event that is not there. */
    MISSING("Event %d was removed: later events, or the recorded end of the chain, refer to it."),
    /** The event is outside of the chain. */
    ADDED("Event %d was not written by the service: it is outside of the chain."),
    /** The content does not match the hash. */
    CHANGED("Event %d was changed, inserted, or moved: its content does not match its hash."),
    /** The hash matches, but the message authentication code is missing or does not match. */
    FORGED("Event %d, or an event before it, was changed and the hashes were computed again without the master key: the"
            + " message authentication code of the event is missing or does not match."),
    /** The message authentication code cannot be verified. */
    KEY_MISSING(
            "Event %d is authenticated with a master key that is not configured. If the key exists, list its file in"
                    + " DUO_OTHER_MASTER_KEY_FILES."),
    /** The head differs from the last event, which is intact. */
    HEAD_CHANGED(
            "The recorded end of the chain does not match event %d. It was changed in the table configuration_state."),
    /** The chain is intact, but ends before an event that this instance knows. */
    CUT_OFF(
            "Event %d is known to this instance, but the chain ends before it: events were cut off and the recorded end of"
                    + " the chain was set back, or the database was restored from a backup."),
    /** The chain is intact, but has other events than this instance knows. */
    REWRITTEN(
            "Event %d differs from the event that this instance knows: it, or an event before it, was written again.");

    private final String sentence;

    AuditFault(String sentence) {
        this.sentence = sentence;
    }

    String sentence(long id) {
        return sentence.formatted(id);
    }

    @JsonValue
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
