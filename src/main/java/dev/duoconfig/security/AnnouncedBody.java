package dev.duoconfig.security;

import dev.duoconfig.http.edge.Http2Bodies;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** The body of a request as its headers announce it. */
final class AnnouncedBody {

    private AnnouncedBody() {}

    /** Whether the request can have a body. */
    static boolean isPossible(HttpServerRequest request) {
        return length(request) > 0
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || Http2Bodies.canHave(request);
    }

    /** The length in bytes: 0 if there is none, and the largest number if it is not a number. */
    static long length(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            return 0;
        }
        try {
            return Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
