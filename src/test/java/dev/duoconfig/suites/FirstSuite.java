package dev.duoconfig.suites;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.ExcludeTags;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Tests of the service with its default settings. They share one Quarkus application. */
@Suite
@SelectPackages("dev.duoconfig")
@IncludeClassNamePatterns(".*Test")
// Discovering a test with its own profile starts building an application for it, even if the test does not run here.
@ExcludeClassNamePatterns(SecondSuite.TESTS_WITH_A_PROFILE)
@ExcludeTags({"own-start", "fast", "slow"})
class FirstSuite {}
