package dev.duoconfig.suites;

import java.util.List;

/** The suites of tests, and the names that split them. */
final class Suites {

    static final List<Class<?>> ALL = List.of(
            DefaultSettingsAToGSuite.class,
            DefaultSettingsHToZSuite.class,
            OwnStartAToISuite.class,
            OwnStartJToZSuite.class);

    /** Tests in packages from a to g. */
    static final String A_TO_G = "dev\\.duoconfig\\.[a-g].*Test";

    /** Tests in packages from a to i. */
    static final String A_TO_I = "dev\\.duoconfig\\.[a-i].*Test";

    /** Discovering a test with a profile starts building an application for it, even if the test does not run there. */
    static final String TESTS_WITH_A_PROFILE =
            ".*\\.(AbsentIssuer|ApiKeyReferences|CallerRateLimits|CallersAtOnce|Canary|ConfiguredOrigins|ConsolePublicUrl"
                    + "|Events|GitLabApply|GitLabImport|Hardening|IssuerKeys|IssuerMode|KeyRotation|LostDatabase|ManagementPort|ManyClients|MinRevision"
                    + "|NewerCatalogue|NoConsole|OldestCatalogue|PreparedUnderAPrefix|PublicUrl|Revision|ScheduledSync|ServerMessagesOff|SeveralIssuers|TimePassing)Test";

    private Suites() {}
}
