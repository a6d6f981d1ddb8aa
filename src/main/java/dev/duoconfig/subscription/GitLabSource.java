package dev.duoconfig.subscription;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    private static final Duration LONGEST_CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final String QUERY = "query { currentLicense { id type plan startsAt expiresAt lastSync }"
            + " addOnPurchases { id name assignedQuantity purchasedQuantity } }";

    private final HttpUrl gitlab;
    private final String token;
    private final Duration timeout;
    private final OutboundClient client;
    private final ObjectMapper json;

    /** @param timeout the longest wait for the complete answer */
    GitLabSource(HttpUrl gitlab, String token, Duration timeout, OutboundClient client, ObjectMapper json) {
        this.gitlab = gitlab;
        this.token = token;
        this.timeout = timeout;
        this.client = client;
        this.json = json;
    }

    @Override
    public String name() {
        return "gitlab";
    }

    @Override
    public boolean listsActiveAddOnsOnly() {
        return true;
    }

    @Override
    public Terms fetch() {
        var data = data(parse(send()));
        var license = data.path("currentLicense");
        return new Terms(
                SourceNames.lower("plan", text(license, "plan")),
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
                    timeout.compareTo(LONGEST_CONNECT_TIMEOUT) < 0 ? timeout : LONGEST_CONNECT_TIMEOUT,
                    timeout,
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
            throw SourceException.failed(
                    "GitLab answered with an error: " + quote(errors.path(0).path("message")));
        }
        var data = answer.path("data");
        var license = data.path("currentLicense");
        if (!(license.isObject() || license.isNull())
                || !data.path("addOnPurchases").isArray()) {
            throw SourceException.failed(
                    "GitLab's answer lacks currentLicense or addOnPurchases. The token must be that of an administrator.");
        }
        return data;
    }

    private static List<AddOnTerms> addOns(JsonNode purchases) {
        var addOns = new ArrayList<AddOnTerms>();
        for (var purchase : purchases) {
            var name = SourceNames.lower("addOnPurchases.name", text(purchase, "name"));
            if (name == null) {
                throw SourceException.failed("GitLab's answer has an add-on without a name.");
            }
            if (addOns.stream().noneMatch(known -> known.name().equals(name))) {
                addOns.add(new AddOnTerms(name, quantity(purchase.path("purchasedQuantity")), null, null));
            }
        }
        return addOns;
    }

    private static int quantity(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return 0;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw SourceException.failed("GitLab's answer has a purchasedQuantity that is not a number.");
        }
        return value.intValue();
    }

    /** A value of another type is not passed over: an expiry that cannot be read must not become none. */
    private static @Nullable String text(JsonNode node, String property) {
        var value = node.path(property);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw SourceException.failed("GitLab's answer has a " + property + " that is not a text.");
        }
        return value.textValue();
    }

    /** The text is another server's: the token is taken out, should it be echoed. */
    private String quote(JsonNode message) {
        return message.isTextual()
                ? SourceNames.quote(message.textValue().replace(token, "[redacted]"))
                : "(no message)";
    }
}
