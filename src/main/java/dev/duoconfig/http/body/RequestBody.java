package dev.duoconfig.http.body;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/** Checks the bodies of requests. */
public final class RequestBody {

    private RequestBody() {}

    /** Returns the body; ends the request with a 400 if there is none. */
    public static <T> T required(@Nullable T body) {
        if (body == null) {
            throw new ApiException(ProblemType.BODY_MISSING, "The request body is missing or null.");
        }
        return body;
    }
}
