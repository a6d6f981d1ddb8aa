package dev.duoconfig.subscription;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.duoconfig.gitlab.GitLabClient;
import dev.duoconfig.gitlab.GitLabException;
import dev.duoconfig.outbound.OutboundClient;
import dev.duoconfig.outbound.address.Allowlist;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.outbound.address.Trust;

/** Reads the subscription from a running GitLab's GraphQL API, with an administrator's token. */
final class GitLabSource implements SubscriptionSource {

    private static final String QUERY = "query { currentLicense { id type plan startsAt expiresAt lastSync }"
            + " addOnPurchases { id name assignedQuantity purchasedQuantity } }";

    private final GitLabClient gitlab;
    private final Duration timeout;

    /**
     * Creates the source.
     *
     * @param timeout the limit on the wait for the complete response
     */
    GitLabSource(HttpUrl gitlab, String token, Duration timeout, OutboundClient client, ObjectMapper json) {
        this.gitlab = new GitLabClient(gitlab, token, Allowlist.EMPTY, Trust.OPERATOR, client, json);
        this.timeout = timeout;
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
    public SubscriptionTerms fetch() {
        try {
            return terms(gitlab.query(QUERY, Map.of(), timeout));
        } catch (GitLabException e) {
            throw switch (e.fault()) {
                case TIMED_OUT -> SourceException.timedOut(e.detail());
                case UNREACHABLE, REFUSED_TOKEN, RATE_LIMITED, REFUSED, REPORTED, FAILED ->
                    SourceException.failed(e.detail());
                case BLOCKED -> SourceException.failed("GitLab: " + e.detail());
            };
        }
    }

    private SubscriptionTerms terms(JsonNode data) {
        var license = data.path("currentLicense");
        if (!(license.isObject() || license.isNull())
                || !data.path("addOnPurchases").isArray()) {
            throw GitLabException.lacks("currentLicense or addOnPurchases");
        }
        return new SubscriptionTerms(
                SourceValues.lower("plan", gitlab.text(license, "plan")),
                LicenseType.of(gitlab.text(license, "type")),
                SourceValues.moment("startsAt", gitlab.text(license, "startsAt")),
                SourceValues.moment("expiresAt", gitlab.text(license, "expiresAt")),
                addOns(data.path("addOnPurchases")));
    }

    /** The add-ons; of several with one name, the first. */
    private List<AddOnTerms> addOns(JsonNode purchases) {
        if (purchases.size() > AddOnTerms.MAX_ADD_ONS) {
            throw GitLabException.failed(
                    "GitLab's response has more than " + AddOnTerms.MAX_ADD_ONS + " add-on purchases.");
        }
        var addOns = new LinkedHashMap<String, AddOnTerms>();
        for (var purchase : purchases) {
            var name = SourceValues.lower("addOnPurchases.name", gitlab.text(purchase, "name"));
            if (name == null) {
                throw GitLabException.failed("GitLab's response has an add-on without a name.");
            }
            addOns.putIfAbsent(name, new AddOnTerms(name, quantity(purchase.path("purchasedQuantity")), null, null));
        }
        return List.copyOf(addOns.values());
    }

    private static int quantity(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return 0;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
            throw GitLabException.failed(
                    "GitLab's response has a purchasedQuantity that is not a number of at least 0.");
        }
        return value.intValue();
    }
}
