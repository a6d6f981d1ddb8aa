package dev.duoconfig.http.problem;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The body of every error response: RFC 9457, with GitLab's {@code message} added for GitLab's error handlers.
 *
 * @param errors each single error, for 400 and 422
 * @param traceId the ID of the request's trace; null without traces
 * @param message the detail, or for 422 the details by field, as in GitLab's own errors
 * @param usedBy for {@code model-in-use} and {@code family-in-use}: the features that use the model
 * @param featureStatus for {@code feature-not-ready}: the status of the resolution
 * @param reason for {@code feature-not-ready}: the reason of the resolution
 * @param steps for {@code gitlab-apply-incomplete}: all steps with their outcomes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String code,
        @Nullable List<ProblemError> errors,
        String requestId,
        @Nullable String traceId,
        Object message,
        @Nullable List<String> usedBy,
        @Nullable String featureStatus,
        @Nullable String reason,
        @Nullable List<?> steps) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /** Characters that a request's path can have, but a URI cannot. */
    private static final Pattern NOT_IN_URI = Pattern.compile("[^!-~]+|[\"<>\\\\^`{|}\\[\\]]|%(?![0-9A-Fa-f]{2})");

    /** The problem of a request that is not traced. */
    public static Problem from(ApiException exception, String instance, String requestId) {
        return from(exception, instance, requestId, null);
    }

    /** The problem of a request, with the ID of its trace if it has one. */
    public static Problem from(ApiException exception, String instance, String requestId, @Nullable String traceId) {
        var type = exception.type();
        var extras = exception.extras();
        return new Problem(
                "urn:duo-config:problem:" + type.code(),
                type.title(),
                type.status(),
                exception.detail(),
                reference(instance),
                type.code(),
                exception.errors().isEmpty() ? null : exception.errors(),
                requestId,
                traceId,
                type == ProblemType.VALIDATION_FAILED ? byField(exception.errors()) : exception.detail(),
                extras.usedBy(),
                extras.featureStatus(),
                extras.reason(),
                extras.steps());
    }

    private static Map<String, List<String>> byField(List<ProblemError> errors) {
        var fields = new LinkedHashMap<String, List<String>>();
        for (var error : errors) {
            fields.computeIfAbsent(error.field(), name -> new ArrayList<>()).add(error.detail());
        }
        return fields;
    }

    private static String reference(String path) {
        return NOT_IN_URI.matcher(path).replaceAll(found -> URLEncoder.encode(found.group(), StandardCharsets.UTF_8));
    }
}
