package dev.duoconfig.check;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** The list and then the model itself: there are servers that list models and do not chat, and the other way round. */
final class Conversation {

    private final ListModels list;
    private final Completion completion;
    private @Nullable Listing listing;

    Conversation(ListModels list, Completion completion) {
        this.list = list;
        this.completion = completion;
    }

    /** Not listing its models is no fault of a server that chats. */
    Outcome list(StepTime time) {
        var found = list.ask(time);
        listing = found;
        return found.kind().chatMayWork()
                ? Outcome.skipped("The server does not list its models: " + list.describe(found)
                        + " The completion shows whether the model answers all the same.")
                : list.judge(found, time);
    }

    Outcome complete(StepTime time) {
        var listed = listing != null && listing.kind() == Listing.Kind.NAMES;
        var outcome = completion.ask(listed, time);
        if (outcome.status() == CheckStatus.FAILED && !listed) {
            return list.underV1(time)
                    .map(corrected -> Outcome.failed(outcome.detail(), ListModels.ADD_V1, List.of(corrected)))
                    .orElse(outcome);
        }
        return outcome;
    }
}
