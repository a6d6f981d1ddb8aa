package dev.duoconfig.suites;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.ExcludeTags;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Tests of the service with its default settings, in packages from a to g. They share one Quarkus application. */
@Suite
@SelectPackages("dev.duoconfig")
@IncludeClassNamePatterns(Suites.A_TO_G)
@ExcludeClassNamePatterns(Suites.TESTS_WITH_A_PROFILE)
@ExcludeTags({"own-start", "fast", "slow"})
class DefaultSettingsAToGSuite {}
