package dev.duoconfig.resolve;

import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The path of an endpoint that goes further than the URL to which clients append the operations. Works on the text, because a
 * stored endpoint that is not a URL must not break a response.
 */
public final class EndpointPath {

    // A class of characters, and not a group, is repeated: repeated groups take the stack of long paths.
    private static final String BASE = "(?<base>https?://[^/?#]++[^?#]*?)(?<!/)/++";
    private static final String END = "/*(?:[?#].*)?";

    /** The operations of OpenAI's API and its relatives, then those whose names need a version in front, then Ollama's own. */
    private static final List<Pattern> OPERATIONS = List.of(
            pattern(BASE + "api/(?:chat|generate|tags|show|embed|embeddings)" + END),
            pattern(BASE + "(?:(?:chat|fim)/)?completions" + END),
            pattern(BASE
                    + "(?:embeddings|rerank|moderations|images/generations|audio/(?:transcriptions|translations|speech))"
                    + END),
            pattern(
                    "(?<base>https?://[^/?#]++[^?#]*?(?<!/)/++v\\d++\\w*+)/++(?:models(?:/[^/?#]*)?|responses|messages|chat)"
                            + END));

    /** A version of an API at the end of the path, and the place that some servers have for OpenAI's API in it. */
    private static final Pattern ENDS_IN_VERSION =
            Pattern.compile("[^?#]*[^/?#:]/++v\\d++\\w*+(?:/++openai)?+/*+(?:[?#].*+)?+", Pattern.DOTALL);

    private static final Pattern AZURE_DEPLOYMENT = pattern("https?://[^?#]*/openai/deployments/++[^/?#]++" + END);
    private static final Pattern BEYOND_RESOURCE =
            pattern(BASE + "(?:openai|api/projects|chat/completions|completions|embeddings)(?:/[^?#]*)?(?:[?#].*)?");
    private static final String AZURE_HOST = "(?<base>https?://[^/?#]+\\.azure\\.(?:com|us|cn)(?::\\d+)?)";
    private static final Pattern AZURE_ROOT = pattern(AZURE_HOST + "(?:[/?#].*)?");
    private static final Pattern AZURE_WITH_PATH = pattern(AZURE_HOST + "/+[^/?#][^?#]*(?:[?#].*)?");
    private static final Pattern AZURE_V1 = pattern("(?<base>https?://[^?#]*/openai/v1)(?:/[^?#]*)?(?:[?#].*)?");

    private EndpointPath() {}

    /**
     * The endpoint without the operation at its end, such as {@code /chat/completions}, and without a query behind it; null if
     * there is no operation.
     */
    public static @Nullable String withoutOperation(String endpoint) {
        return OPERATIONS.stream()
                .map(operation -> base(operation, endpoint))
                .filter(base -> !base.isEmpty())
                .findFirst()
                .orElse(null);
    }

    /** Whether the path ends in a version of an API, such as {@code /v1} or {@code /v1beta/openai}. */
    static boolean endsInVersion(String endpoint) {
        return ENDS_IN_VERSION.matcher(endpoint).matches();
    }

    /**
     * The URL of the resource in an endpoint for Azure OpenAI that goes further than that; null if it does not. A deployment,
     * {@code /openai/deployments/<name>}, is as good as the resource.
     */
    public static @Nullable String azureResource(String endpoint) {
        if (AZURE_DEPLOYMENT.matcher(endpoint).matches()) {
            return null;
        }
        var base = base(BEYOND_RESOURCE, endpoint);
        var resource = base.isEmpty() ? base(AZURE_WITH_PATH, endpoint) : base;
        return resource.isEmpty() ? null : resource;
    }

    /** The URL up to {@code /openai/v1}, where Azure offers OpenAI's own API; null if the endpoint does not contain it. */
    public static @Nullable String azureV1(String endpoint) {
        var base = base(AZURE_V1, endpoint);
        return base.isEmpty() ? null : base;
    }

    /**
     * The URL under which Azure offers OpenAI's own API in the resource of an endpoint; null if the endpoint is not one for Azure.
     */
    public static @Nullable String toAzureV1(String endpoint) {
        var root = base(AZURE_ROOT, endpoint);
        var resource = root.isEmpty() ? azureResource(endpoint) : root;
        return resource == null ? null : resource + "/openai/v1";
    }

    /** Whether the endpoint names a deployment of Azure OpenAI. */
    public static boolean isAzureDeployment(String endpoint) {
        return AZURE_DEPLOYMENT.matcher(endpoint).matches();
    }

    private static String base(Pattern pattern, String endpoint) {
        var match = pattern.matcher(endpoint);
        return match.matches() ? match.group("base") : "";
    }

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }
}
