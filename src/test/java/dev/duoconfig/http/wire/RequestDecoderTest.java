package dev.duoconfig.http.wire;

import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

/** How pipelined requests of one connection share the event loop with other connections. */
@Tag("fast")
class RequestDecoderTest {

    private static final String REQUEST = "GET /nowhere HTTP/1.1\r\nHost: duo-config\r\n\r\n";

    private final List<String> turns = new ArrayList<>();

    @Test
    void leaves_a_turn_to_others_after_each_pipelined_request() {
        var channel = channel();

        channel.writeInbound(bytes(REQUEST.repeat(3)));

        assertThat(turns).containsExactly("request", "others", "request", "others", "request", "others");
    }

    @Test
    void decodes_a_request_that_arrives_in_parts() {
        var channel = channel();

        REQUEST.repeat(2)
                .chars()
                .mapToObj(Character::toString)
                .forEach(character -> channel.writeInbound(bytes(character)));

        assertThat(turns).containsExactly("request", "others", "request", "others");
    }

    @Test
    void schedules_nothing_while_a_request_is_incomplete() {
        var channel = channel();

        channel.writeInbound(bytes(REQUEST + REQUEST.substring(0, 10)));

        assertThat(turns).containsExactly("request", "others");
        assertThat(channel.hasPendingTasks()).isFalse();
    }

    private EmbeddedChannel channel() {
        var guard = new RequestGuard(request -> null, null);
        var decoder = new RequestDecoder(new HttpServerOptions(), guard);
        guard.setDecoder(decoder);
        return new EmbeddedChannel(decoder, guard, new ImmediateResponder());
    }

    private static Object bytes(String text) {
        return Unpooled.copiedBuffer(text, US_ASCII);
    }

    /** Responds within the call, as the service does to most requests. */
    private final class ImmediateResponder extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest) {
                turns.add("request");
                context.executor().execute(() -> turns.add("others"));
                var unused = context.writeAndFlush(
                        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NOT_FOUND));
            }
            ReferenceCountUtil.release(message);
        }
    }
}
