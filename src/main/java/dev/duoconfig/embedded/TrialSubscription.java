package dev.duoconfig.embedded;

import java.util.Map;

/**
 * The subscription file of an installation without a configured source: an editable trial of Ultimate with GitLab Duo
 * Enterprise and the GitLab Duo Agent Platform. As with a real subscription, an administrator must synchronize it.
 */
final class TrialSubscription {

    private static final String FILE = "trial-subscription.json";
    private static final String CONTENT = """
            {
              "description": "TRIAL. Not a purchased subscription: it is for trying the service out. Edit this file to try other plans.",
              "plan": "ultimate",
              "type": "offline_cloud",
              "starts_at": null,
              "expires_at": null,
              "add_ons": [
                {"name": "duo_enterprise", "quantity": 10, "starts_at": null, "expires_on": null},
                {"name": "self_hosted_dap", "quantity": 10, "starts_at": null, "expires_on": null}
              ]
            }
            """;

    private TrialSubscription() {}

    /** Creates the file if it does not exist, and returns the settings that refer to it. */
    static Map<String, String> in(DataDirectory directory) {
        directory.readOrCreate(FILE, () -> CONTENT);
        return Map.of(
                "duo.subscription.source",
                "file",
                "duo.subscription.file",
                directory.resolve(FILE).toString());
    }
}
