package dev.duoconfig.snapshot.replica;

import dev.duoconfig.snapshot.replica.PollLog.Fault;
import dev.duoconfig.testkit.LogLines;
import dev.duoconfig.testkit.TestClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class PollLogTest {

    private final TestClock clock = new TestClock();
    private final PollLog poll = new PollLog(clock);

    @Test
    void aFailureThatLastsIsLoggedOnceInTenMinutes() {
        try (var log = new LogLines(PollLog.class)) {
            poll.failed(Fault.UNREADABLE, "first");
            clock.set(clock.instant().plus(PollLog.INTERVAL).minusMillis(1));
            poll.failed(Fault.UNREADABLE, "too early");
            clock.set(clock.instant().plusMillis(1));
            poll.failed(Fault.UNREADABLE, "second");

            assertThat(log.lines()).containsExactly("WARN first", "WARN second");
        }
    }

    @Test
    void anotherFailureAndTheEndAreLoggedAtOnce() {
        try (var log = new LogLines(PollLog.class)) {
            poll.succeeded();
            poll.failed(Fault.UNREADABLE, "away");
            poll.failed(Fault.REFUSED, "another database");
            poll.succeeded();
            poll.succeeded();
            poll.failed(Fault.REFUSED, "again");

            assertThat(log.lines())
                    .containsExactly(
                            "WARN away",
                            "ERROR another database",
                            "INFO The revision can be read again",
                            "ERROR again");
        }
    }
}
