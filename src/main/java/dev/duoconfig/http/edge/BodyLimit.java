package dev.duoconfig.http.edge;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import dev.duoconfig.http.problem.CommonProblems;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;

/**
 * Rejects bodies over 1 MiB: by the announced length before any of them is read, and by counting where none is announced.
 * The server's own limit is higher, because it ends the connection without a response. See docs/framework.md.
 */
@Provider
@ApplicationScoped
public class BodyLimit implements ReaderInterceptor {

    private static final long MAX_BYTES = 1024 * 1024;

    private final RouterProblems problems;

    BodyLimit(RouterProblems problems) {
        this.problems = problems;
    }

    void register(@Observes Filters filters) {
        FilterOrder.BODY_LIMIT.register(filters, this::checkLength);
    }

    private void checkLength(RoutingContext context) {
        var length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && announced(length) > MAX_BYTES) {
            // The rest of the body is not read, so the connection cannot be reused.
            context.response().putHeader(HttpHeaders.CONNECTION, "close");
            problems.end(
                    context,
                    CommonProblems.ofStatus(413, context.request().method().name()));
        } else {
            context.next();
        }
    }

    private static long announced(String length) {
        try {
            return Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        context.setInputStream(new LimitedStream(context.getInputStream()));
        return context.proceed();
    }

    private static final class LimitedStream extends FilterInputStream {

        private long remaining = MAX_BYTES;

        LimitedStream(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            var value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            var read = super.read(buffer, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int read) {
            remaining -= read;
            if (remaining < 0) {
                throw CommonProblems.ofStatus(413, "");
            }
        }
    }
}
