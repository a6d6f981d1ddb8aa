package dev.duoconfig.http.edge;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.http.body.JsonText;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.CommonProblems;
import dev.duoconfig.http.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/**
 * Responds with a problem to requests that reach no resource: unknown paths, bodies over the limit, malformed requests. The
 * framework responds in HTML or plain text. See docs/framework.md.
 */
@ApplicationScoped
public class RouterProblems {

    private static final Logger LOG = Logger.getLogger(RouterProblems.class);

    private final ObjectMapper json;
    private final ProblemMetrics metrics;

    RouterProblems(ObjectMapper json, ProblemMetrics metrics) {
        this.json = json;
        this.metrics = metrics;
    }

    void register(@Observes Router router) {
        for (var status : new int[] {400, 404, 405, 406, 413, 414, 415, 500}) {
            router.errorHandler(status, context -> respond(context, status));
        }
        // Ahead of the framework's own handler.
        router.route()
                .order(Integer.MIN_VALUE + 1)
                .failureHandler(context -> respond(context, context.statusCode() < 400 ? 500 : context.statusCode()));
    }

    private void respond(RoutingContext context, int status) {
        if (context.response().ended() || context.response().headWritten()) {
            return;
        }
        if (status >= 500 && context.failure() != null) {
            LOG.errorf(context.failure(), "%s %s failed", context.request().method(), context.normalizedPath());
        }
        var exception = status >= 500
                ? CommonProblems.internalError()
                : CommonProblems.ofStatus(status, context.request().method().name());
        end(context, exception);
    }

    /** Ends the request with a problem. The result completes when the response has been sent. */
    public Future<Void> end(RoutingContext context, ApiException exception) {
        metrics.count(exception.type());
        var problem = Problem.from(
                exception, context.request().path(), RequestIds.of(context), RequestSpans.traceIdOf(context));
        var response = context.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        if (exception.isTransient()) {
            response.putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(exception.retryAfterSeconds()));
        }
        return response.end(JsonText.of(json, problem));
    }
}
