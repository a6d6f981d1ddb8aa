package dev.duoconfig.http.wire;

/** A request that is not valid HTTP/1.1; the message says why. */
final class MalformedRequestException extends RuntimeException {

    MalformedRequestException(String message) {
        super(message, null, false, false);
    }
}
