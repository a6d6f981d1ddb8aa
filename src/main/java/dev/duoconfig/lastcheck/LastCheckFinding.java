package dev.duoconfig.lastcheck;

import java.util.stream.Stream;

import dev.duoconfig.diagnosis.Finding;
import dev.duoconfig.resolve.CheckRoute;
import dev.duoconfig.resolve.CheckStatus;
import dev.duoconfig.resolve.LastCheck;
import org.jspecify.annotations.Nullable;

/** The finding about a newest check that failed. */
public final class LastCheckFinding {

    private LastCheckFinding() {}

    /**
     * The finding, if the check failed.
     *
     * @param subject the path of what was checked
     * @param named what was checked, at the beginning of a sentence
     * @param check the newest check; null if there is none
     */
    public static Stream<Finding> of(String subject, String named, @Nullable LastCheck check) {
        if (check == null || check.status() != CheckStatus.FAILED) {
            return Stream.empty();
        }
        var query = check.via() == CheckRoute.GATEWAY ? "?via=gateway" : "";
        return Stream.of(Finding.warning(
                Finding.LAST_CHECK_FAILED,
                subject,
                named + ": The last check failed, at " + check.at() + "; its checks have failed since " + check.since()
                        + ".",
                check.summary() + " Then check it again with POST " + subject + "/check" + query + "."));
    }
}
