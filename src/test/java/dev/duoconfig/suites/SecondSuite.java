package dev.duoconfig.suites;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeTags;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Tests of the service with other settings, each profile in its own Quarkus application, and tests without the service. */
@Suite
@SelectPackages("dev.duoconfig")
@IncludeClassNamePatterns(".*Test")
@IncludeTags({"own-start", "fast", "slow"})
class SecondSuite {

    static final String TESTS_WITH_A_PROFILE =
            ".*\\.(AbsentIssuer|ApiKeyReferences|CallerRateLimits|CallersAtOnce|Canary|ConfiguredOrigins|ConsolePublicUrl"
                    + "|Events|GitLabApply|GitLabImport|Hardening|IssuerKeys|IssuerMode|KeyRotation|LostDatabase|ManyClients|MinRevision"
                    + "|NewerCatalogue|NoConsole|OldestCatalogue|PreparedUnderAPrefix|PublicUrl|Revision|ScheduledSync|ServerMessagesOff|TimePassing)Test";
}
