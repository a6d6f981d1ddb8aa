package dev.duoconfig.resolve;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** Identifiers of models on Amazon Bedrock that are ARNs. */
public final class BedrockArn {

    private static final String PREFIX = "bedrock/";
    private static final String ARN = "arn:";

    private BedrockArn() {}

    /**
     * The identifier that names the API of Bedrock in front of the ARN; null if the identifier is not an ARN, or names an API
     * already. The AI gateway takes the API from the name of a model, and an ARN has none.
     */
    public static @Nullable String withConverse(String identifier) {
        var name = identifier.startsWith(PREFIX) ? identifier.substring(PREFIX.length()) : "";
        return name.toLowerCase(Locale.ROOT).startsWith(ARN) ? PREFIX + "converse/" + name : null;
    }
}
