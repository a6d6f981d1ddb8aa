package dev.duoconfig.consistency;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Injects one fault after another in an order that the seed determines, with quiet periods between them. */
final class FaultInjector {

    private static final Duration QUIET = Duration.ofSeconds(4);
    private static final Duration CUTTING = Duration.ofSeconds(4);
    private static final Duration BETWEEN_CUTS = Duration.ofMillis(400);
    private static final Duration RETURN_LIMIT = Duration.ofSeconds(30);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(50);

    private final Cluster cluster;
    private final Recorder recorder;
    private final Random random;

    /** Reaches zero when the run cannot continue. */
    private final CountDownLatch failed;

    FaultInjector(Cluster cluster, Recorder recorder, Random random, CountDownLatch failed) {
        this.cluster = cluster;
        this.recorder = recorder;
        this.random = random;
        this.failed = failed;
    }

    /** Injects every kind of fault at least once, and repeats until the time is over. */
    void run(Duration time) throws Exception {
        var end = System.nanoTime() + time.toNanos();
        do {
            letClientsRun(History.SETTLING.plus(QUIET));
            var round = new ArrayList<>(List.of(
                    Fault.Kind.LISTENERS_CUT,
                    Fault.Kind.INSTANCE_KILLED,
                    Fault.Kind.DATABASE_FROZEN,
                    Fault.Kind.DATABASE_RESTARTED,
                    Fault.Kind.DATABASE_KILLED));
            Collections.shuffle(round, random);
            for (var kind : round) {
                cause(kind);
                letClientsRun(History.SETTLING);
            }
        } while (System.nanoTime() < end);
    }

    private void cause(Fault.Kind kind) throws Exception {
        var startedAt = System.nanoTime();
        var detail =
                switch (kind) {
                    case LISTENERS_CUT -> cutListeners();
                    case INSTANCE_KILLED -> killAnInstance();
                    case DATABASE_FROZEN -> freeze();
                    case DATABASE_RESTARTED -> restart();
                    case DATABASE_KILLED -> killDatabase();
                    case START -> "";
                };
        var fault = new Fault(kind, detail, startedAt, System.nanoTime());
        recorder.add(fault);
        System.out.println(fault);
    }

    private String cutListeners() throws Exception {
        var end = System.nanoTime() + CUTTING.toNanos();
        var cut = 0;
        while (System.nanoTime() < end) {
            try (var connection = cluster.connect();
                    var statement = connection.createStatement();
                    var rows = statement.executeQuery("select pg_terminate_backend(pid) from pg_stat_activity"
                            + " where application_name = 'duo-config-listener'")) {
                while (rows.next()) {
                    cut++;
                }
            }
            letClientsRun(BETWEEN_CUTS);
        }
        return cut + " times";
    }

    private String killAnInstance() throws Exception {
        var index = random.nextInt(cluster.size());
        cluster.kill(index);
        cluster.restart(index);
        return "instance " + index;
    }

    private String freeze() throws Exception {
        var millis = 1_000 + random.nextInt(3_000);
        cluster.database().freeze();
        try {
            letClientsRun(Duration.ofMillis(millis));
        } finally {
            cluster.database().thaw();
        }
        return "for " + millis + " ms";
    }

    private String restart() throws Exception {
        cluster.database().stop();
        cluster.database().start();
        awaitDatabase();
        return "with an orderly shutdown";
    }

    private String killDatabase() throws Exception {
        cluster.database().kill();
        cluster.database().start();
        awaitDatabase();
        return "with kill -9";
    }

    private void awaitDatabase() throws Exception {
        var end = System.nanoTime() + RETURN_LIMIT.toNanos();
        while (!isReachable()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("The database did not return within " + RETURN_LIMIT);
            }
            letClientsRun(BETWEEN_ATTEMPTS);
        }
    }

    private boolean isReachable() {
        try (var connection = cluster.connect()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Lets the clients run for some time, and fails as soon as one of them fails. */
    private void letClientsRun(Duration time) throws InterruptedException {
        if (failed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new AssertionError("A client has failed");
        }
    }
}
