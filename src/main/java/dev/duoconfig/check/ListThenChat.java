package dev.duoconfig.check;

import java.util.List;

import dev.duoconfig.check.CheckReport.CheckStatus;
import dev.duoconfig.outbound.Deadline;
import org.jspecify.annotations.Nullable;

/** Checks the list, then the model itself: some servers list models but do not chat, and some the other way around. */
final class ListThenChat {

    private final ModelListRequest listRequest;
    private final Completion completion;
    private @Nullable ModelList modelList;

    ListThenChat(ModelListRequest listRequest, Completion completion) {
        this.listRequest = listRequest;
        this.completion = completion;
    }

    /** Skips the step if there is no list, because that is not a fault of a server that chats. */
    StepOutcome list(Deadline deadline) {
        var list = listRequest.send(deadline);
        modelList = list;
        return list.kind().chatMayWork()
                ? StepOutcome.skipped("The server does not list its models: " + listRequest.describe(list)
                        + " The completion step shows whether the model answers nevertheless.")
                : listRequest.evaluate(list, deadline);
    }

    StepOutcome complete(Deadline deadline) {
        var listed = modelList != null && modelList.kind() == ModelList.Kind.NAMES;
        var outcome = completion.run(listed, deadline);
        if (outcome.status() == CheckStatus.FAILED && !listed) {
            return listRequest
                    .suggestV1(deadline)
                    .map(suggestion ->
                            StepOutcome.failed(outcome.detail(), ModelListRequest.ADD_V1, List.of(suggestion)))
                    .orElse(outcome);
        }
        return outcome;
    }
}
