package dev.duoconfig.subscription;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.outbound.Allowlist;
import dev.duoconfig.outbound.HttpUrl;
import dev.duoconfig.outbound.OutboundAnswer;
import dev.duoconfig.outbound.OutboundClient;
import dev.duoconfig.outbound.OutboundException;
import dev.duoconfig.outbound.OutboundRequest;
import dev.duoconfig.outbound.Trust;
import org.jspecify.annotations.Nullable;

/** Reads the subscription from a running GitLab's GraphQL API, with an administrator's token. */
final class GitLabSource implements SubscriptionSource {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int LONGEST_QUOTE = 200;
    private static final String QUERY = "query { currentLicense { id type plan startsAt expiresAt lastSync }"
            + " addOnPurchases { id name assignedQuantity purchasedQuantity } }";

    private final HttpUrl gitlab;
    private final String token;
    private final OutboundClient client;
    private final ObjectMapper json;

    GitLabSource(HttpUrl gitlab, String token, OutboundClient client, ObjectMapper json) {
        this.gitlab = gitlab;
        this.token = token;
        this.client = client;
        this.json = json;
    }

    @Override
    public String name() {
        return "gitlab";
    }

    @Override
    public Terms fetch() {
        var data = data(parse(send()));
        var license = data.path("currentLicense");
        return new Terms(
                lower(text(license, "plan")),
                LicenseType.of(text(license, "type")),
                SourceDates.moment("startsAt", text(license, "startsAt")),
                SourceDates.moment("expiresAt", text(license, "expiresAt")),
                addOns(data.path("addOnPurchases")));
    }

    private OutboundAnswer send() {
        try {
            return client.send(new OutboundRequest(
                    "POST",
                    gitlab.resolve("/api/graphql"),
                    Map.of(
                            "Authorization", "Bearer " + token,
                            "Content-Type", "application/json",
                            "Accept", "application/json"),
                    json.writeValueAsString(Map.of("query", QUERY)),
                    CONNECT_TIMEOUT,
                    TIMEOUT,
                    Allowlist.EMPTY,
                    Trust.OPERATOR));
        } catch (OutboundException failed) {
            throw switch (failed.fault()) {
                case CONNECT_TIMEOUT, TIMEOUT -> SourceException.timedOut("GitLab: " + failed.detail());
                default -> SourceException.failed("GitLab: " + failed.detail());
            };
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private JsonNode parse(OutboundAnswer answer) {
        var status = answer.status();
        if (status == 401 || status == 403) {
            throw SourceException.failed("GitLab refused the token with " + status
                    + ". It must be a valid token of an administrator, with the scope read_api.");
        }
        if (status != 200) {
            throw SourceException.failed("GitLab answered with " + status + ". Is the URL that of a GitLab?");
        }
        try {
            return json.readTree(answer.body());
        } catch (JsonProcessingException garbage) {
            throw SourceException.failed("GitLab did not answer with JSON. Is the URL that of a GitLab?");
        }
    }

    /** GraphQL reports its errors with HTTP 200. */
    private JsonNode data(JsonNode answer) {
        var errors = answer.path("errors");
        if (!errors.isMissingNode() && !errors.isEmpty()) {
            throw SourceException.failed("GitLab answered with an error: " + quote(text(errors.path(0), "message")));
        }
        var data = answer.path("data");
        if (!data.has("currentLicense") || !data.path("addOnPurchases").isArray()) {
            throw SourceException.failed(
                    "GitLab's answer lacks currentLicense or addOnPurchases. The token must be that of an administrator.");
        }
        return data;
    }

    private static List<AddOnTerms> addOns(JsonNode purchases) {
        var addOns = new ArrayList<AddOnTerms>();
        for (var purchase : purchases) {
            var name = lower(text(purchase, "name"));
            if (name == null) {
                throw SourceException.failed("GitLab's answer has an add-on without a name.");
            }
            if (addOns.stream().noneMatch(known -> known.name().equals(name))) {
                addOns.add(
                        new AddOnTerms(name, purchase.path("purchasedQuantity").asInt(0), null, null));
            }
        }
        return addOns;
    }

    private static @Nullable String text(JsonNode node, String property) {
        var value = node.path(property);
        return value.isTextual() ? value.textValue() : null;
    }

    private static @Nullable String lower(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    /** The text is another server's: cut short, on one line, and without the token, should it be echoed. */
    private String quote(@Nullable String text) {
        if (text == null) {
            return "(no message)";
        }
        var line = text.replace(token, "[redacted]").replaceAll("\\p{C}", " ");
        return line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "..." : line;
    }
}
