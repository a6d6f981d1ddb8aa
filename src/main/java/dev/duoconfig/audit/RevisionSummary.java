package dev.duoconfig.audit;

import java.util.List;
import java.util.Locale;

/** Says in one sentence what changed with a revision. Its length does not depend on the number of events. */
final class RevisionSummary {

    private RevisionSummary() {}

    /** The sentence about the parts of one revision, such as: Model 'A' was created, and 2 features were changed. */
    static String of(List<RevisionPart> parts) {
        var clauses = parts.stream().map(RevisionSummary::clause).toList();
        var last = clauses.size() - 1;
        var sentence = clauses.size() == 1
                ? clauses.get(0)
                : String.join(", ", clauses.subList(0, last)) + ", and " + clauses.get(last);
        return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1) + ".";
    }

    private static String clause(RevisionPart part) {
        return switch (part.action()) {
            case "gateway.updated" -> "the gateway was updated";
            case "gateway.environment_url_changed" -> "the gateway URL in the environment was changed";
            case "model.created" -> objects(part, "model", "models", "created");
            case "model.updated" -> objects(part, "model", "models", "updated");
            case "model.deleted" -> objects(part, "model", "models", "deleted");
            case "feature.updated" -> objects(part, "feature", "features", "changed");
            case "gitlab_instance.created" -> objects(part, "GitLab instance", "GitLab instances", "created");
            case "gitlab_instance.updated" -> objects(part, "GitLab instance", "GitLab instances", "updated");
            case "gitlab_instance.deleted" -> objects(part, "GitLab instance", "GitLab instances", "deleted");
            case "subscription.synchronised" -> "the subscription was synchronized";
            case "subscription.synchronisation_failed" -> "the synchronization of the subscription failed";
            case "subscription.reevaluated" -> "the subscription was evaluated again";
            case "catalogue.changed" -> "the catalogue was changed";
            case "database.restored" -> "the database was restored from a backup, or moved to another server";
            case "secrets.rewrap_started" -> "encrypting the secrets with the current master key was started";
            case "secrets.rewrapped" -> "the secrets were encrypted with the current master key";
            default ->
                "the change '" + part.action() + "' was recorded"
                        + (part.number() == 1 ? "" : " " + part.number() + " times");
        };
    }

    private static String objects(RevisionPart part, String one, String many, String done) {
        if (part.number() > 1) {
            return part.number() + " " + many + " were " + done;
        }
        return (part.name() == null ? "1 " + one : one + " '" + part.name() + "'") + " was " + done;
    }
}
