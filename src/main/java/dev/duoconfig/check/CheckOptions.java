package dev.duoconfig.check;

import java.util.List;

import dev.duoconfig.http.request.QueryParameters;
import org.jspecify.annotations.Nullable;

/**
 * The options of a check of a model.
 *
 * @param viaGateway whether the AI gateway calls the model, instead of this service
 * @param completion whether the model itself receives a message, in addition to the checks of its server
 * @param tools whether the model receives a message with a tool, in addition to the other checks
 * @param serverMessages whether the report is for a reader of the messages of other servers
 * @param requested whether somebody asked for this check alone, so that it counts even if it is skipped
 */
record CheckOptions(boolean viaGateway, boolean completion, boolean tools, boolean serverMessages, boolean requested) {

    /** For checks of everything, whose results have no room for the messages of other servers. */
    static final CheckOptions ONE_OF_ALL = new CheckOptions(false, false, false, false, false);

    /** For a check of the gateway alone. */
    static final CheckOptions GATEWAY_ONLY = new CheckOptions(true, false, false, true, true);

    private static final String GATEWAY = "gateway";

    static CheckOptions parse(@Nullable String via, @Nullable String completion, @Nullable String tools) {
        return new CheckOptions(
                GATEWAY.equals(QueryParameters.choice("via", via, List.of("direct", GATEWAY))),
                QueryParameters.flag("completion", completion),
                QueryParameters.flag("tools", tools),
                true,
                true);
    }
}
