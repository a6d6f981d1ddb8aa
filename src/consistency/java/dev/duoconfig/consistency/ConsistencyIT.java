package dev.duoconfig.consistency;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import dev.duoconfig.catalogue.Catalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three instances on one database while instances are killed, the database is frozen, restarted, and killed, and listeners
 * are cut. {@code -Dduo.consistency.seconds} sets the duration, and {@code -Dduo.consistency.seed} repeats the choices of a run.
 */
class ConsistencyIT {

    private static final long SEED = Long.getLong("duo.consistency.seed", System.nanoTime());

    /** The minimum duration. Each kind of fault occurs at least once. */
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("duo.consistency.seconds", 1));

    private static final Duration STALE_WHILE_QUIET = Duration.ofMillis(250);
    private static final Duration STALE_WHILE_CUT = Duration.ofSeconds(2);
    private static final Duration RECOVERY = Duration.ofSeconds(5);
    private static final Duration AGREEMENT = Duration.ofSeconds(10);
    private static final int MIN_MEASUREMENTS = 10;

    @TempDir
    private static Path home;

    @Test
    void noWriteIsLostAndNoResponseIsWrongWhateverFails() throws Exception {
        var random = new Random(SEED);
        var catalogue = Catalogue.load(Cluster.CATALOGUE);
        var recorder = new Recorder();
        var client = new RecordingClient(recorder);
        var startedAt = System.nanoTime();
        DatabaseContents contents;
        String verification;
        try (var cluster = Cluster.start(home, recorder)) {
            client.send(cluster.running().get(0), Call.write("POST", "/subscription/sync", ""));
            recorder.add(new Fault(Fault.Kind.START, "", startedAt, System.nanoTime()));

            var load = new Workload(cluster, client);
            load.start(catalogue, recorder, random);
            new FaultInjector(cluster, recorder, random, load.failed()).run(TIME);
            load.stop();

            contents = readWhenAllReplicasAgree(cluster, client);
            readEverything(cluster, client, catalogue);
            verification =
                    client.send(cluster.running().get(0), Call.VERIFICATION).body();
            cluster.recordUptimes();
        }

        var history = recorder.history(SEED);
        var checker = ConsistencyChecker.of(history, catalogue, contents.events());
        var quiet = checker.whileQuiet();
        var cut = checker.whileListenersAreCut();
        var recovery = Recovery.worst(history);
        System.out.printf(
                "%sStaleness while nothing is broken: %s%nStaleness while listeners are cut: %s%n"
                        + "Last failed write after the return of the database: %s%n",
                Summary.of(history, checker.replay()), quiet, cut, recovery);
        assertThat(checker.violations()).as(checker.report()).isEmpty();
        assertThat(checker.replay().newest()).isEqualTo(contents.revision());
        assertThat(contents.matches(checker.replay().at(contents.revision())))
                .as("The tables contain what the audit events describe; seed %d: %s", SEED, contents)
                .isTrue();
        assertThat(verification)
                .contains("\"valid\":true", "\"events\":" + contents.events().size());
        assertThat(List.of(quiet.delayNanos().size(), cut.delayNanos().size()))
                .as(
                        "numbers of staleness measurements while nothing is broken and while listeners are cut; seed %d",
                        SEED)
                .allMatch(count -> count >= MIN_MEASUREMENTS);
        assertThat(quiet.percentile(0.99))
                .as("99th percentile of the staleness while nothing is broken; seed %d", SEED)
                .isLessThanOrEqualTo(STALE_WHILE_QUIET.plus(quiet.machineDelay()));
        assertThat(cut.percentile(0.99))
                .as("99th percentile of the staleness while listeners are cut; seed %d", SEED)
                .isLessThanOrEqualTo(STALE_WHILE_CUT.plus(cut.machineDelay()));
        assertThat(recovery.after())
                .as("time from the return of the database to the last failed write; seed %d", SEED)
                .isLessThanOrEqualTo(RECOVERY);
    }

    /** Reads the database, and waits until all replicas have its revision. */
    private static DatabaseContents readWhenAllReplicasAgree(Cluster cluster, RecordingClient client) throws Exception {
        DatabaseContents contents;
        try (var connection = cluster.connect()) {
            contents = DatabaseContents.read(connection);
        }
        var deadline = System.nanoTime() + AGREEMENT.toNanos();
        for (var replica : cluster.running()) {
            while (client.send(replica, Call.REVISION).revision() < contents.revision()) {
                assertThat(System.nanoTime())
                        .as(
                                "deadline for %s to reach revision %d; seed %d",
                                replica.replica(), contents.revision(), SEED)
                        .isLessThan(deadline);
            }
        }
        return contents;
    }

    private static void readEverything(Cluster cluster, RecordingClient client, Catalogue catalogue) throws Exception {
        assertThat(cluster.running()).hasSize(cluster.size());
        for (var replica : cluster.running()) {
            for (var call : ReadWorker.allReads(catalogue)) {
                client.send(replica, call);
            }
        }
    }
}
