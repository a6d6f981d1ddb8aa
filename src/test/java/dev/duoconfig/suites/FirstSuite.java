package dev.duoconfig.suites;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.ExcludeTags;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Tests of the service with its default settings, which share one Quarkus. */
@Suite
@SelectPackages("dev.duoconfig")
@IncludeClassNamePatterns(".*Test")
// Finding a test with a profile of its own prepares a Quarkus for it, whether the test then runs here or not.
@ExcludeClassNamePatterns(SecondSuite.TESTS_WITH_A_PROFILE)
@ExcludeTags({"own-start", "fast", "slow"})
class FirstSuite {}
