package dev.duoconfig.security;

import java.time.Duration;
import java.util.function.BiConsumer;

import dev.duoconfig.http.edge.FilterOrder;
import dev.duoconfig.http.edge.Http2Bodies;
import dev.duoconfig.http.edge.OpenOperations;
import dev.duoconfig.http.edge.RouterProblems;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.CommonProblems;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.limit.ConcurrencyLimit;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bodies of authenticated callers, and small ones of operations that need no token, before a worker thread is taken, so
 * that a slow sender occupies none. Bodies over 1 MiB are rejected, and the number of large bodies at a time is limited. The server's
 * own limit is higher, because it ends the connection without a response. See docs/framework.md.
 */
@ApplicationScoped
class RequestBodies {

    private static final int MAX_BYTES = 1024 * 1024;
    private static final int LARGE_BYTES = 64 * 1024;
    private static final int MAX_LARGE = 8;
    private static final int MAX_LARGE_PER_CALLER = 4;

    /** The largest body of an operation that needs no token. */
    private static final int MAX_OPEN_BYTES = 1024;

    /** The sender of a body that needs no token, and is too small to take a place. */
    private static final CallerKey ANYONE = new CallerKey("", "", "");

    private final RouterProblems problems;
    private final OpenOperations open;
    private final Duration timeout;
    private final ConcurrencyLimit large = new ConcurrencyLimit(MAX_LARGE_PER_CALLER, MAX_LARGE);

    RequestBodies(
            RouterProblems problems,
            OpenOperations open,
            @ConfigProperty(name = "quarkus.http.read-timeout") Duration timeout) {
        this.problems = problems;
        this.open = open;
        this.timeout = timeout;
    }

    void register(@Observes Filters filters) {
        FilterOrder.BODY_LIMIT.register(filters, this::checkLength);
        FilterOrder.BODIES.register(filters, this::read);
    }

    private void checkLength(RoutingContext context) {
        if (AnnouncedBody.length(context.request()) > MAX_BYTES) {
            reject(
                    context,
                    CommonProblems.ofStatus(413, context.request().method().name()));
        } else {
            context.next();
        }
    }

    private void read(RoutingContext context) {
        var request = context.request();
        if (request.isEnded() || !AnnouncedBody.isPossible(request)) {
            context.next();
            return;
        }
        request.pause();
        if (open.include(request.method().name(), context.normalizedPath())) {
            new Reading(context, ANYONE, MAX_OPEN_BYTES).begin();
            return;
        }
        // Its problem responses are those of the resources, which see the same failure.
        var here = context.vertx().getOrCreateContext();
        BiConsumer<RoutingContext, Throwable> failureHandler = context.remove(QuarkusHttpUser.AUTH_FAILURE_HANDLER);
        QuarkusHttpUser.getSecurityIdentity(context, null)
                .emitOn(command -> here.runOnContext(ignored -> command.run()))
                .onTermination()
                .invoke(() -> {
                    if (failureHandler != null) {
                        context.put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, failureHandler);
                    }
                })
                .subscribe()
                .with(identity -> authenticated(context, identity), failure -> unread(context));
    }

    private void authenticated(RoutingContext context, @Nullable SecurityIdentity identity) {
        if (identity == null || identity.isAnonymous()) {
            unread(context);
        } else {
            new Reading(context, CallerKey.of(identity), MAX_BYTES).begin();
        }
    }

    /** Leaves a body that no operation will read, because the request is about to be rejected. */
    private static void unread(RoutingContext context) {
        context.request().resume();
        context.next();
    }

    private void reject(RoutingContext context, ApiException problem) {
        if (isHttp2(context)) {
            var unused = problems.end(context, problem).onSuccess(sent -> Http2Bodies.discard(context, timeout));
        } else {
            // The rest of the body is not read, so the connection cannot be reused.
            context.response().putHeader(HttpHeaders.CONNECTION, "close");
            var unused = problems.end(context, problem);
        }
    }

    private static boolean isHttp2(RoutingContext context) {
        return context.request().version() == HttpVersion.HTTP_2;
    }

    /** One body that is being read. */
    private final class Reading {

        private final RoutingContext context;
        private final CallerKey caller;
        private final int maxBytes;
        private final Buffer body = Buffer.buffer();
        private long timer = -1;
        private boolean done;
        private boolean isLarge;

        Reading(RoutingContext context, CallerKey caller, int maxBytes) {
            this.context = context;
            this.caller = caller;
            this.maxBytes = maxBytes;
        }

        void begin() {
            var request = context.request();
            if (context.response().closed()) {
                return;
            }
            if (AnnouncedBody.length(request) > maxBytes) {
                fail(tooLarge());
                return;
            }
            if (AnnouncedBody.length(request) > LARGE_BYTES && !countAsLarge()) {
                return;
            }
            timer = context.vertx().setTimer(timeout.toMillis(), id -> end(late()));
            request.handler(this::add).endHandler(end -> complete()).exceptionHandler(failure -> stop());
            if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
                context.response().writeContinue();
            }
            request.resume();
        }

        private void add(Buffer part) {
            if (done) {
                return;
            }
            if (body.length() + part.length() > maxBytes) {
                fail(tooLarge());
            } else if (isLarge || body.length() + part.length() <= LARGE_BYTES || countAsLarge()) {
                body.appendBuffer(part);
            }
        }

        private void complete() {
            if (stop()) {
                ((RoutingContextInternal) context).setBody(body);
                context.next();
            }
        }

        /** Takes one of the places for large bodies until the response has been sent; else rejects the request. */
        private boolean countAsLarge() {
            isLarge = true;
            if (large.tryEnter(caller)) {
                context.addEndHandler(end -> large.leave(caller));
                return true;
            }
            fail(ApiException.retryAfter(
                    ProblemType.RATE_LIMITED,
                    "Limit: " + MAX_LARGE_PER_CALLER + " bodies over 64 KiB at a time per caller, and " + MAX_LARGE
                            + " for all callers. Try again in 1 s.",
                    1));
            return false;
        }

        /** Ends the connection too: the request never ends, so nothing else would. */
        private void end(ApiException problem) {
            if (!isHttp2(context)) {
                context.addEndHandler(sent -> {
                    var unused = context.request().connection().close();
                });
            }
            fail(problem);
        }

        private void fail(ApiException problem) {
            if (stop()) {
                reject(context, problem);
            }
        }

        /** Whether this call ended the reading. */
        private boolean stop() {
            var first = !done;
            done = true;
            context.vertx().cancelTimer(timer);
            return first;
        }

        private ApiException tooLarge() {
            return maxBytes == MAX_BYTES
                    ? CommonProblems.ofStatus(413, context.request().method().name())
                    : new ApiException(ProblemType.BODY_TOO_LARGE, "The body is larger than " + maxBytes + " bytes.");
        }

        private ApiException late() {
            return new ApiException(
                    ProblemType.BAD_REQUEST,
                    "The body did not arrive completely within " + timeout.toSeconds() + " s.");
        }
    }
}
