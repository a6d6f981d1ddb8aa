package dev.duoconfig.http.body;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** Bodies of requests. */
public final class RequestBody {

    private RequestBody() {}

    /** The body, or the end of the request with a 400 when there was none. */
    public static <T> T required(@Nullable T body) {
        if (body == null) {
            throw new ApiException(ProblemType.BODY_MISSING, "The request body is missing or null.");
        }
        return body;
    }
}
