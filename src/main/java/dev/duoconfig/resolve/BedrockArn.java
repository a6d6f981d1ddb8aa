package dev.duoconfig.resolve;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** Identifiers of models on Amazon Bedrock that are ARNs. */
public final class BedrockArn {

    private static final String PREFIX = "bedrock/";
    private static final String ARN = "arn:";
    private static final List<String> NAMED = List.of(":foundation-model/", ":inference-profile/");

    private BedrockArn() {}

    /**
     * The identifier that names the API of Bedrock in front of the ARN; null if the identifier is not an ARN, or names an API
     * or a model already. The AI gateway takes the API from the name of a model. The ARNs of foundation models and of Amazon's
     * own inference profiles end with one; all others end with an id.
     */
    public static @Nullable String withConverse(String identifier) {
        var name = identifier.startsWith(PREFIX) ? identifier.substring(PREFIX.length()) : "";
        var arn = name.toLowerCase(Locale.ROOT);
        return arn.startsWith(ARN) && NAMED.stream().noneMatch(arn::contains) ? PREFIX + "converse/" + name : null;
    }
}
