package dev.duoconfig.snapshot.prepared;

import dev.duoconfig.http.edge.RequestIds;
import dev.duoconfig.http.wire.EarlyResponses;
import dev.duoconfig.security.ConnectionTokens;
import dev.duoconfig.snapshot.PreparedResponse;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.impl.BufferImpl;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import org.jspecify.annotations.Nullable;

/** Sends prepared responses on one connection of HTTP/1.1. See docs/adr/0039-prepared-responses-from-the-connection.md. */
final class PreparedConnection implements EarlyResponses.OfConnection {

    private static final CharSequence EXPECT = HttpHeaders.createOptimized("Expect");
    private static final String KEEP_ALIVE = "keep-alive";

    private final PreparedEarlyResponses all;
    private final ConnectionTokens tokens;

    PreparedConnection(PreparedEarlyResponses all, ConnectionTokens tokens) {
        this.all = all;
        this.tokens = tokens;
    }

    @Override
    public EarlyResponses.@Nullable EarlyResponse respond(HttpRequest request, ByteBufAllocator allocator) {
        var headers = (HeadersMultiMap) request.headers();
        var encoded = all.encoded();
        if (encoded == null
                || !HttpMethod.GET.equals(request.method())
                || !HttpVersion.HTTP_1_1.equals(request.protocolVersion())
                || !keepsConnection(headers)
                || !all.requests().isPlain(headers)) {
            return null;
        }
        var responses = encoded.responses();
        var path = all.requests().path(request.uri(), responses);
        var response = path == null ? null : responses.at(path);
        return path == null || response == null || !all.requests().isAllowed(tokens.find(headers), response.roles())
                ? null
                : respond(headers, encoded, path, response, allocator);
    }

    private static boolean keepsConnection(MultiMap headers) {
        var connection = headers.get(HttpHeaders.CONNECTION);
        return (connection == null
                        || (connection.equalsIgnoreCase(KEEP_ALIVE)
                                && headers.getAll(HttpHeaders.CONNECTION).size() == 1))
                && !headers.contains(EXPECT);
    }

    private EarlyResponses.@Nullable EarlyResponse respond(
            MultiMap headers,
            EncodedResponses encoded,
            String path,
            PreparedResponse response,
            ByteBufAllocator allocator) {
        var condition = all.requests().condition(headers, response);
        var unchanged = condition != null && all.requests().isUnchanged(condition, encoded.responses(), response);
        var body = condition == null ? response.body().buffer() : null;
        if ((!unchanged && body == null) || all.isDeprecated(response)) {
            return null;
        }
        var found = encoded.at(path, unchanged, first -> all.encode(encoded.responses(), response, first, unchanged));
        var content = body == null ? Unpooled.EMPTY_BUFFER : ((BufferImpl) body).byteBuf();
        all.served(response);
        var bytes = found.bytes(allocator, all.age(), RequestIds.idOf(headers), unchanged, content);
        return new EarlyResponses.EarlyResponse(bytes, content.readableBytes(), found.timer());
    }
}
