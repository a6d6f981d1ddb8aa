package dev.duoconfig.consistency;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** All that happened in one run. */
record History(long seed, List<Exchange> exchanges, List<Fault> faults, List<Uptime> uptimes) {

    /** So long after a fault its consequences count as its own. */
    static final Duration SETTLING = Duration.ofSeconds(4);

    private static final Duration LEAD_TIME = Duration.ofSeconds(1);

    /** Whether nothing was broken around this moment. */
    boolean isQuiet(long at) {
        return faults.stream().noneMatch(fault -> isNear(fault, at));
    }

    /** Whether listeners were being cut and nothing else was broken around this moment. */
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

    /** The moment from which times are told. */
    long start() {
        return exchanges.stream().mapToLong(Exchange::startedAt).min().orElse(0);
    }
}
