package dev.duoconfig.http.edge;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.CommonProblems;
import dev.duoconfig.http.problem.DatabaseErrors;
import dev.duoconfig.http.problem.DatabaseFault;
import dev.duoconfig.http.problem.Problem;
import dev.duoconfig.http.problem.ProblemType;
import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps every exception that ends a request to a problem. The texts here are all that a caller sees of the cause. */
class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private final PublishedOperations operations;
    private final ProblemMetrics metrics;
    private final TokenChallenges challenges;

    ProblemMappers(PublishedOperations operations, ProblemMetrics metrics, TokenChallenges challenges) {
        this.operations = operations;
        this.metrics = metrics;
        this.challenges = challenges;
    }

    @ServerExceptionMapper
    RestResponse<Problem> map(ApiException exception, RoutingContext context) {
        return response(exception, context).build();
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    RestResponse<Problem> unauthorized(RoutingContext context) {
        return response(CommonProblems.unauthorized(), context)
                .header(HttpHeaders.WWW_AUTHENTICATE, challenges.of(context))
                .build();
    }

    @ServerExceptionMapper
    RestResponse<Problem> forbidden(ForbiddenException exception, RoutingContext context) {
        var roles = operations.roles(context.request().method().name(), context.normalizedPath());
        return response(CommonProblems.forbidden(roles), context).build();
    }

    /**
     * Without the issuer's keys no token can be verified, which is not the caller's fault. The reason is logged where the issuer is
     * asked, not for each request. See docs/framework.md.
     */
    @ServerExceptionMapper
    RestResponse<Problem> issuer(OIDCException exception, RoutingContext context) {
        return response(CommonProblems.issuerUnavailable(), context).build();
    }

    @ServerExceptionMapper
    RestResponse<Problem> http(WebApplicationException exception, RoutingContext context) {
        var status = exception.getResponse().getStatus();
        if (status >= 500) {
            return unexpected(exception, context);
        }
        return response(
                        CommonProblems.ofStatus(
                                status, context.request().method().name()),
                        context)
                .build();
    }

    @ServerExceptionMapper
    RestResponse<Problem> unexpected(Throwable exception, RoutingContext context) {
        if (DatabaseErrors.isUnavailable(exception)) {
            LOG.warnf(
                    "The database is unavailable for %s %s: %s",
                    context.request().method(), context.normalizedPath(), exception);
            return response(CommonProblems.databaseUnavailable(DatabaseFault.of(exception)), context)
                    .build();
        }
        LOG.errorf(exception, "%s %s failed", context.request().method(), context.normalizedPath());
        return response(CommonProblems.internalError(), context).build();
    }

    private RestResponse.ResponseBuilder<Problem> response(ApiException exception, RoutingContext context) {
        metrics.count(exception.type());
        var problem = Problem.from(
                exception, context.request().path(), RequestIds.of(context), RequestSpans.traceIdOf(context));
        var response = RestResponse.ResponseBuilder.<Problem>create(problem.status())
                .entity(problem)
                .type(Problem.MEDIA_TYPE);
        if (exception.isTransient()) {
            response.header(HttpHeaders.RETRY_AFTER, exception.retryAfterSeconds());
        }
        if (exception.type() == ProblemType.SIGN_IN_CODE_INVALID) {
            // RFC 9110, section 15.5.2, demands a challenge.
            response.header(HttpHeaders.WWW_AUTHENTICATE, TokenChallenges.TOKEN_REQUIRED);
        }
        if (exception.type() == ProblemType.METHOD_NOT_ALLOWED) {
            response.header(HttpHeaders.ALLOW, operations.methods(context.normalizedPath()));
        }
        return response;
    }
}
