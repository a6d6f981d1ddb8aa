package dev.duoconfig.consistency;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Everything that happened in one run. */
record History(long seed, List<Exchange> exchanges, List<Fault> faults, List<Uptime> uptimes) {

    /** The time after a fault in which its consequences are expected. */
    static final Duration SETTLING = Duration.ofSeconds(4);

    private static final Duration LEAD_TIME = Duration.ofSeconds(1);

    /** Whether nothing was broken around a moment. */
    boolean isQuiet(long at) {
        return faults.stream().noneMatch(fault -> isNear(fault, at));
    }

    /** Whether listeners were being cut, and nothing else was broken, around a moment. */
    boolean areListenersCut(long at) {
        return faults.stream()
                        .anyMatch(fault ->
                                fault.kind() == Fault.Kind.LISTENERS_CUT && fault.from() <= at && at <= fault.to())
                && faults.stream()
                        .filter(fault -> fault.kind() != Fault.Kind.LISTENERS_CUT)
                        .noneMatch(fault -> isNear(fault, at));
    }

    private static boolean isNear(Fault fault, long at) {
        return fault.from() - LEAD_TIME.toNanos() <= at && at <= fault.to() + SETTLING.toNanos();
    }

    Optional<Uptime> uptime(Replica replica) {
        return uptimes.stream()
                .filter(uptime -> uptime.replica().equals(replica))
                .findFirst();
    }

    /** The start of the run, to which reported times are relative. */
    long start() {
        return exchanges.stream().mapToLong(Exchange::startedAt).min().orElse(0);
    }
}
