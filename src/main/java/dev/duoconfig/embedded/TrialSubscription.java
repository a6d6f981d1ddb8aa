package dev.duoconfig.embedded;

import java.util.Map;

/**
 * The subscription file of an installation that configures no source: a trial of Ultimate with GitLab Duo Enterprise, which
 * can be edited. It is not synchronised by itself; whoever tries the service out does that, as with a real one.
 */
final class TrialSubscription {

    private static final String FILE = "trial-subscription.json";
    private static final String CONTENT = """
            {
              "description": "TRIAL. Not a purchased subscription: it exists to try the service out. Edit it to try other plans.",
              "plan": "ultimate",
              "type": "offline_cloud",
              "starts_at": null,
              "expires_at": null,
              "add_ons": [{"name": "duo_enterprise", "quantity": 10, "starts_at": null, "expires_on": null}]
            }
            """;

    private TrialSubscription() {}

    /** Makes the file unless it is there, and returns the settings with which it is read. */
    static Map<String, String> in(DataDirectory directory) {
        directory.readOrCreate(FILE, () -> CONTENT);
        return Map.of(
                "duo.subscription.source",
                "file",
                "duo.subscription.file",
                directory.resolve(FILE).toString());
    }
}
