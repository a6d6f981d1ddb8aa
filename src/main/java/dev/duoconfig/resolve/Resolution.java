package dev.duoconfig.resolve;

import java.util.List;

import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.resolve.Snapshot.Model;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a request for a feature, and why.
 *
 * @param feature id of the feature
 * @param resolvedFrom id of the feature whose setting decided; null when nobody chose anything
 * @param provider the provider of the setting that decided
 * @param gatewayUrl where the request goes; null unless ready
 * @param requestTimeoutSeconds how long to wait for the answer
 * @param model the model that answers; null unless ready, and null with GitLab's own model
 * @param warnings empty unless ready
 */
public record Resolution(
        String feature,
        Status status,
        Reason reason,
        @Nullable String resolvedFrom,
        Provider provider,
        @Nullable String gatewayUrl,
        int requestTimeoutSeconds,
        @Nullable Model model,
        List<Warning> warnings) {

    public Resolution {
        warnings = List.copyOf(warnings);
    }

    /**
     * Whether a request would fare the same under both. Warnings do not count, nor which key a model has. For a ready feature
     * it does not count whose setting decided; for any other, how long a request would be waited for does not.
     */
    boolean sameDecisionAs(Resolution other) {
        return decision().equals(other.decision());
    }

    private Resolution decision() {
        var ready = status == Status.READY;
        return new Resolution(
                feature,
                status,
                ready ? Reason.ASSIGNED : reason,
                ready ? null : resolvedFrom,
                provider,
                gatewayUrl,
                ready ? requestTimeoutSeconds : 0,
                model == null ? null : model.withAnyKey(),
                List.of());
    }
}
