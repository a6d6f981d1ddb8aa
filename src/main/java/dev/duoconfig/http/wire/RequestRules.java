package dev.duoconfig.http.wire;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.IntPredicate;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.CommonProblems;
import dev.duoconfig.http.problem.ProblemType;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** The rules of RFC 9110 and RFC 9112 for request lines and for the header Host, and those of RFC 9113 that nobody else applies. */
final class RequestRules {

    private static final int MAX_TARGET = 4096;
    private static final int MAX_HEADERS = 16 * 1024;

    private static final boolean[] HOST_CHARACTERS =
            asciiWhere(character -> isLetterOrDigit(character) || "-._~!$&'()*+,;=:[]%".indexOf(character) >= 0);

    private static final boolean[] TARGET_CHARACTERS =
            asciiWhere(character -> character > ' ' && character <= '~' && "\"#<>\\^`{|}".indexOf(character) < 0);

    private RequestRules() {}

    /** The problem that a decoded request deserves, or null if it is valid. */
    static @Nullable ApiException violation(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return undecodable(request.decoderResult().cause());
        }
        var version = request.protocolVersion();
        if (!isSupported(version)) {
            return malformed("The version must be HTTP/1.1 or HTTP/1.0.");
        }
        CharSequence host = null;
        // Without getAll(), which makes a list for every request.
        for (var headers = request.headers().iteratorCharSequence(); headers.hasNext(); ) {
            var header = headers.next();
            if (HttpHeaderNames.HOST.contentEqualsIgnoreCase(header.getKey())) {
                if (host != null) {
                    return malformed("The request must have exactly one header Host.");
                }
                host = header.getValue();
            }
        }
        if (host == null && version.equals(HttpVersion.HTTP_1_1)) {
            return malformed("The request must have exactly one header Host.");
        }
        if (host != null && (host.isEmpty() || !consistsOf(HOST_CHARACTERS, host))) {
            return malformed("The header Host must be a host name or an IP address, with or without a port.");
        }
        if (request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING) && !isChunked(request)) {
            return malformed("The only Transfer-Encoding that the service supports is chunked.");
        }
        return target(request.method(), request.uri(), true);
    }

    /** The problem that a request of HTTP/2 deserves, or null if it is valid. Its other rules are those of Vert.x. */
    static @Nullable ApiException violation(HttpServerRequest request) {
        var target = request.uri();
        // Missing with the method CONNECT.
        if (target != null && target.length() > MAX_TARGET) {
            return new ApiException(
                    ProblemType.URI_TOO_LONG, "The target of the request is longer than " + MAX_TARGET + " bytes.");
        }
        var size = 0;
        for (var header : request.headers()) {
            size += header.getKey().length() + header.getValue().length();
        }
        if (size > MAX_HEADERS) {
            return headersTooLarge();
        }
        if (request.authority() == null) {
            return malformed("The request must name the host in :authority or in the header Host.");
        }
        return target(request.method().toNetty(), target == null ? "*" : target, false);
    }

    private static boolean isChunked(HttpRequest request) {
        var codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return codings.size() == 1 && codings.get(0).equalsIgnoreCase("chunked");
    }

    /** The decoder uses these instances for exactly these texts, and others for texts such as {@code http/1.1}. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSupported(HttpVersion version) {
        return version == HttpVersion.HTTP_1_1 || version == HttpVersion.HTTP_1_0;
    }

    private static @Nullable ApiException target(HttpMethod method, String target, boolean canBeAbsolute) {
        if (HttpMethod.CONNECT.equals(method)) {
            return CommonProblems.ofStatus(405, "CONNECT");
        }
        if (target.equals("*")) {
            return HttpMethod.OPTIONS.equals(method)
                    ? null
                    : malformed("The target * goes with the method OPTIONS only.");
        }
        var absolute = target.startsWith("http://") || target.startsWith("https://");
        if (!target.startsWith("/") && !(absolute && canBeAbsolute)) {
            return malformed("The target of the request must be a path.");
        }
        if (target.startsWith("//")) {
            return malformed("The target of the request must begin with one slash.");
        }
        if (!isPercentEncoded(target)) {
            return malformed("The target of the request has a % that two hexadecimal digits do not follow.");
        }
        // Brackets belong in a query, or around an address.
        var needsParsing = absolute || target.indexOf('[') >= 0 || target.indexOf(']') >= 0;
        return consistsOf(TARGET_CHARACTERS, target) && (!needsParsing || canBeParsed(target))
                ? null
                : malformed("The target of the request has a character that must be percent-encoded.");
    }

    private static boolean canBeParsed(String target) {
        try {
            var unused = new URI(target);
            return true;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isPercentEncoded(String target) {
        for (var i = target.indexOf('%'); i >= 0; i = target.indexOf('%', i + 1)) {
            if (i + 2 >= target.length() || !isHex(target.charAt(i + 1)) || !isHex(target.charAt(i + 2))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(char character) {
        return Character.digit(character, 16) >= 0 && character < 128;
    }

    private static boolean[] asciiWhere(IntPredicate predicate) {
        var characters = new boolean[128];
        for (var character = 0; character < characters.length; character++) {
            characters[character] = predicate.test(character);
        }
        return characters;
    }

    private static boolean isLetterOrDigit(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9');
    }

    private static boolean consistsOf(boolean[] characters, CharSequence text) {
        for (var i = 0; i < text.length(); i++) {
            var character = text.charAt(i);
            if (character >= characters.length || !characters[character]) {
                return false;
            }
        }
        return true;
    }

    private static ApiException undecodable(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new ApiException(ProblemType.URI_TOO_LONG, "The request line is longer than 4096 bytes.");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return headersTooLarge();
        }
        return malformed(
                cause instanceof MalformedRequestException
                        ? String.valueOf(cause.getMessage())
                        : "The request is not valid HTTP/1.1.");
    }

    private static ApiException headersTooLarge() {
        return new ApiException(ProblemType.HEADERS_TOO_LARGE, "The headers are larger than 16 KiB.");
    }

    private static ApiException malformed(String detail) {
        return new ApiException(ProblemType.BAD_REQUEST, detail);
    }
}
