package dev.duoconfig.consistency;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.duoconfig.catalogue.Catalogue;

import static org.assertj.core.api.Assertions.assertThat;

/** Clients that run until they are stopped, at a rate that leaves the machine time for the faults. */
final class Workload {

    private static final int WRITERS = 3;
    private static final int READERS = 4;
    private static final Duration BETWEEN_WRITES = Duration.ofMillis(150);
    private static final Duration BETWEEN_READS = Duration.ofMillis(30);
    private static final Duration BETWEEN_REVISION_READS = Duration.ofMillis(20);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final Cluster cluster;
    private final RecordingClient client;
    private final CountDownLatch failed = new CountDownLatch(1);
    private final ScheduledExecutorService threads;
    private volatile Optional<Throwable> failure = Optional.empty();

    Workload(Cluster cluster, RecordingClient client) {
        this.cluster = cluster;
        this.client = client;
        this.threads = Executors.newScheduledThreadPool(WRITERS + READERS + 2 * cluster.size());
    }

    void start(Catalogue catalogue, Recorder recorder, Random random) {
        var models = WriteWorker.noModels();
        for (var i = 0; i < WRITERS; i++) {
            var workerRandom = new Random(random.nextLong());
            var writer = new WriteWorker(cluster, catalogue, workerRandom, models);
            repeat(BETWEEN_WRITES, () -> {
                var replica = anyReplica(workerRandom);
                if (replica.isPresent()) {
                    writer.observe(client.send(replica.get(), writer.next()));
                }
            });
        }
        for (var i = 0; i < READERS; i++) {
            var workerRandom = new Random(random.nextLong());
            var reader = new ReadWorker(catalogue, recorder, workerRandom);
            repeat(BETWEEN_READS, () -> {
                var replica = anyReplica(workerRandom);
                if (replica.isPresent()) {
                    client.send(replica.get(), reader.next());
                }
            });
        }
        for (var i = 0; i < cluster.size(); i++) {
            var instance = i;
            var follower = new EventFollower(client);
            repeat(BETWEEN_REVISION_READS, () -> {
                var replica = cluster.running(instance);
                if (replica.isPresent()) {
                    client.send(replica.get(), Call.REVISION);
                }
            });
            repeat(BETWEEN_WRITES, () -> {
                var replica = cluster.running(instance);
                if (replica.isPresent()) {
                    follower.follow(replica.get());
                }
            });
        }
    }

    /** Reaches zero when a client fails, which no injected fault may cause. */
    CountDownLatch failed() {
        return failed;
    }

    /** Stops all clients after their current requests. */
    void stop() throws InterruptedException {
        threads.shutdown();
        assertThat(threads.awaitTermination(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS))
                .as("all clients have stopped")
                .isTrue();
        assertThat(failure).as("failure of a client").isEmpty();
    }

    private Optional<ReplicaClient> anyReplica(Random random) {
        var running = cluster.running();
        return running.isEmpty() ? Optional.empty() : Optional.of(running.get(random.nextInt(running.size())));
    }

    private void repeat(Duration pause, Step step) {
        var unused = threads.scheduleWithFixedDelay(
                () -> {
                    try {
                        step.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (Exception | Error e) {
                        failure = Optional.of(e);
                        failed.countDown();
                    }
                },
                0,
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private interface Step {
        void run() throws Exception;
    }
}
