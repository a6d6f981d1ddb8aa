package dev.duoconfig.check;

import java.util.List;

import dev.duoconfig.http.request.QueryParameters;
import org.jspecify.annotations.Nullable;

/**
 * The options of a check of a model.
 *
 * @param viaGateway whether the AI gateway calls the model, instead of this service
 * @param completion whether the model itself receives a message, in addition to the checks of its server
 */
record CheckOptions(boolean viaGateway, boolean completion) {

    static final CheckOptions DIRECT = new CheckOptions(false, false);

    private static final String GATEWAY = "gateway";

    static CheckOptions parse(@Nullable String via, @Nullable String completion) {
        return new CheckOptions(
                GATEWAY.equals(QueryParameters.choice("via", via, List.of("direct", GATEWAY))),
                QueryParameters.flag("completion", completion));
    }
}
