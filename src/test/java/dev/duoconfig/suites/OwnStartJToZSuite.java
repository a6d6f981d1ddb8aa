package dev.duoconfig.suites;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeTags;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Tests of the service with other settings, and tests without the service, in all other packages. */
@Suite
@SelectPackages("dev.duoconfig")
@IncludeClassNamePatterns(".*Test")
@ExcludeClassNamePatterns(Suites.A_TO_I)
@IncludeTags({"own-start", "fast", "slow"})
class OwnStartJToZSuite {}
