package dev.duoconfig.gitlab;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.outbound.OutboundClient;
import dev.duoconfig.outbound.OutboundException;
import dev.duoconfig.outbound.OutboundRequest;
import dev.duoconfig.outbound.OutboundResponse;
import dev.duoconfig.outbound.Redactor;
import dev.duoconfig.outbound.address.Allowlist;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.outbound.address.Trust;
import org.jspecify.annotations.Nullable;

/** Sends GraphQL queries and mutations to one GitLab instance, with an administrator's token. */
public final class GitLabClient {

    private static final Duration MAX_CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final int MAX_QUOTE_LENGTH = 200;

    /** The number of characters of all responses to one client, enough for ten thousand models of the usual length. */
    private static final int MAX_CHARACTERS = 4 * 1024 * 1024;

    /** The length of the longest name or id that is taken from a response. GitLab's own are at most 255 characters long. */
    static final int MAX_NAME_LENGTH = 1000;

    /** The length of the longest text that is taken from a response, and of the longest that a {@link Redactor} examines. */
    private static final int MAX_TEXT_LENGTH = 4096;

    private final HttpUrl gitlab;
    private final String token;
    private final Allowlist allowlist;
    private final Trust trust;
    private final OutboundClient client;
    private final ObjectMapper json;
    private final Redactor redactor;
    private int received;

    /**
     * A client for one GitLab instance and one task: the limit on the size of the responses is for all of them together.
     *
     * @param gitlab the URL of the instance, without a trailing slash
     * @param token a token that can be sent in a header
     * @param allowlist the outbound allowlist
     * @param trust the source of the URL
     */
    public GitLabClient(
            HttpUrl gitlab, String token, Allowlist allowlist, Trust trust, OutboundClient client, ObjectMapper json) {
        this.gitlab = gitlab;
        this.token = token;
        this.allowlist = allowlist;
        this.trust = trust;
        this.client = client;
        this.json = json;
        this.redactor = new Redactor(token);
    }

    /**
     * Sends a query, and returns the {@code data} of the response; a missing node if the response has none.
     *
     * @param timeout the longest wait for the complete response
     * @throws GitLabException if there is no response, or the response is an error
     */
    public JsonNode query(String query, Map<String, @Nullable String> variables, Duration timeout) {
        return call(query, variables, null, timeout);
    }

    /**
     * Sends a mutation, and returns the {@code data} of the response. After a failure it can be unknown whether GitLab made the
     * change.
     *
     * @param variables values that become JSON, such as maps and lists
     * @param apiKey the API key in the variables, which a message of GitLab can quote; null if there is none
     * @param timeout the longest wait for the complete response
     * @throws GitLabException if there is no response, or the response is an error
     */
    JsonNode mutate(String query, Map<String, @Nullable Object> variables, @Nullable String apiKey, Duration timeout) {
        return call(query, variables, apiKey, timeout);
    }

    /** A text from GitLab on one line, without the token and without the API key. */
    String quote(String text, @Nullable String apiKey) {
        return new Redactor(apiKey).redact(redactor.redact(text, MAX_QUOTE_LENGTH), MAX_QUOTE_LENGTH);
    }

    private JsonNode call(String query, Map<String, ?> variables, @Nullable String apiKey, Duration timeout) {
        var response = parse(send(query, variables, timeout));
        // GraphQL reports its errors with HTTP 200.
        var errors = response.path("errors");
        if (!errors.isMissingNode() && !errors.isEmpty()) {
            var message = errors.path(0).path("message");
            throw GitLabException.reported("GitLab returned an error: "
                    + (message.isTextual() ? quote(message.textValue(), apiKey) : "(no message)"));
        }
        return response.path("data");
    }

    /**
     * The string value of a property; null if the property is missing or null. A value of another type is an error, because
     * an expiry date that cannot be read must not count as no expiry date. So is a value with the token in it, which would be
     * stored and shown.
     *
     * @throws GitLabException if the value is not a string, is too long, or contains the token
     */
    public @Nullable String text(JsonNode node, String property) {
        return value(node.path(property), property, MAX_TEXT_LENGTH);
    }

    /** The string value of a property that is a name or an id, like {@link #text}. */
    @Nullable
    String name(JsonNode node, String property) {
        return value(node.path(property), property, MAX_NAME_LENGTH);
    }

    /** Whether a text carries the token, so that it must be neither stored nor shown. */
    boolean isSecret(String text) {
        return redactor.isCarriedBy(text);
    }

    /** The string value of a node, like {@link #text}, which {@code property} names in messages. */
    @Nullable
    String value(JsonNode value, String property, int maxLength) {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw GitLabException.failed("GitLab's response has a " + property + " that is not a string.");
        }
        if (value.textValue().length() > maxLength) {
            throw GitLabException.failed(
                    "GitLab's response has a " + property + " of more than " + maxLength + " characters.");
        }
        if (isSecret(value.textValue())) {
            throw GitLabException.failed("GitLab's response has a " + property + " that contains the token.");
        }
        return value.textValue();
    }

    private OutboundResponse send(String query, Map<String, ?> variables, Duration timeout) {
        try {
            return client.send(new OutboundRequest(
                    "POST",
                    gitlab.resolve("/api/graphql"),
                    Map.of(
                            "Authorization", "Bearer " + token,
                            "Content-Type", "application/json",
                            "Accept", "application/json"),
                    json.valueToTree(Map.of("query", query, "variables", variables))
                            .toString(),
                    timeout.compareTo(MAX_CONNECT_TIMEOUT) < 0 ? timeout : MAX_CONNECT_TIMEOUT,
                    timeout,
                    allowlist,
                    trust));
        } catch (OutboundException e) {
            throw GitLabException.without(e);
        }
    }

    private JsonNode parse(OutboundResponse response) {
        if (response.status() != 200) {
            throw GitLabException.ofStatus(
                    response.status(),
                    response.headers().getOrDefault("retry-after", List.of()).stream()
                            .findFirst()
                            .orElse(null));
        }
        received += response.body().length();
        if (received > MAX_CHARACTERS) {
            throw GitLabException.failed(
                    "GitLab's responses are larger than " + MAX_CHARACTERS + " characters together.");
        }
        return json(response);
    }

    private static JsonNode json(OutboundResponse response) {
        try {
            return response.json()
                    .orElseThrow(() -> GitLabException.failed(
                            "GitLab's response is not JSON. Check that the URL is that of a GitLab instance."));
        } catch (OutboundException e) {
            throw GitLabException.failed("GitLab: " + e.detail());
        }
    }
}
