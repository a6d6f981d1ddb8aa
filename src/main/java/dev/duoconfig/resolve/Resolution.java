package dev.duoconfig.resolve;

import java.util.List;

import dev.duoconfig.catalogue.Provider;
import dev.duoconfig.resolve.Snapshot.Model;
import org.jspecify.annotations.Nullable;

/**
 * How a request for a feature is served, and the reason.
 *
 * @param feature id of the feature
 * @param resolvedFrom id of the feature whose setting decided; null if nothing is chosen
 * @param provider the provider of the setting that decided
 * @param vendoredModel GitLab's name of its own model that serves the request; null unless ready, and null for GitLab's default
 * @param gatewayUrl URL of the AI gateway that receives the request; null unless ready
 * @param requestTimeoutSeconds timeout of the request
 * @param model the model that serves the request; null unless ready, and null with GitLab's own model
 * @param warnings empty unless ready
 */
public record Resolution(
        String feature,
        Status status,
        Reason reason,
        @Nullable String resolvedFrom,
        Provider provider,
        @Nullable String vendoredModel,
        @Nullable String gatewayUrl,
        int requestTimeoutSeconds,
        @Nullable Model model,
        List<Warning> warnings) {

    public Resolution {
        warnings = List.copyOf(warnings);
    }

    /**
     * Whether both serve a request in the same way. Warnings do not count, and neither does the value of a model's key. For
     * a ready feature, it does not matter whose setting decided. For any other feature, the timeout does not matter.
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
                vendoredModel,
                gatewayUrl,
                ready ? requestTimeoutSeconds : 0,
                model == null ? null : model.decisive(),
                List.of());
    }
}
