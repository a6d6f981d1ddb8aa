package dev.duoconfig.browser;

import java.nio.file.Files;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** A service whose users sign in at an issuer, and whose subscription is a file. */
final class IssuerService extends SharedService {

    static final IssuerService SHARED = new IssuerService();

    private static final String SUBSCRIPTION = """
            {"plan": "ultimate", "type": "offline_cloud", "starts_at": null, "expires_at": null,
             "add_ons": [{"name": "duo_enterprise", "quantity": 1, "starts_at": null, "expires_on": null}]}""";

    private @Nullable IssuerDouble issuer;

    private IssuerService() {}

    @Override
    void start() throws Exception {
        var home = directory();
        var subscription = Files.writeString(home.resolve("subscription.json"), SUBSCRIPTION);
        issuer = untilTheEnd(IssuerDouble.start());
        launch(
                home,
                Map.of(
                        "DUO_OIDC_ISSUER",
                        issuer.url(),
                        "DUO_CONSOLE_CLIENT_ID",
                        IssuerDouble.CLIENT_ID,
                        "DUO_SUBSCRIPTION_SOURCE",
                        "file",
                        "DUO_SUBSCRIPTION_FILE",
                        subscription.toString()));
    }

    IssuerDouble issuer() {
        return Objects.requireNonNull(issuer, "Register the service as a static field");
    }
}
