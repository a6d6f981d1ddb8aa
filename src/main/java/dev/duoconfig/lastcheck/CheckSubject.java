package dev.duoconfig.lastcheck;

import java.util.List;

import dev.duoconfig.resolve.CheckRoute;
import dev.duoconfig.resolve.KnownChecks;
import org.jspecify.annotations.Nullable;

/**
 * What a check is about, in the state that the check has read.
 *
 * @param modelId null for the gateway
 * @param via the route to the model; null for the gateway
 * @param revisions the revisions of the last changes of the rows that the check depends on
 */
public record CheckSubject(@Nullable Long modelId, @Nullable CheckRoute via, List<Long> revisions) {

    /** The path of the model or of the gateway. */
    String path() {
        return modelId == null ? KnownChecks.GATEWAY_PATH : KnownChecks.pathOf(modelId);
    }
}
