package dev.duoconfig.check;

import java.util.List;

import dev.duoconfig.check.CheckReport.CheckStatus;
import dev.duoconfig.outbound.Deadline;
import org.jspecify.annotations.Nullable;

/** The list and then the model itself: there are servers that list models and do not chat, and the other way round. */
final class ListThenChat {

    private final ModelListRequest listRequest;
    private final Completion completion;
    private @Nullable ModelList modelList;

    ListThenChat(ModelListRequest listRequest, Completion completion) {
        this.listRequest = listRequest;
        this.completion = completion;
    }

    /** Not listing its models is no fault of a server that chats. */
    StepOutcome list(Deadline deadline) {
        var list = listRequest.send(deadline);
        modelList = list;
        return list.kind().chatMayWork()
                ? StepOutcome.skipped("The server does not list its models: " + listRequest.describe(list)
                        + " The completion shows whether the model answers all the same.")
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
