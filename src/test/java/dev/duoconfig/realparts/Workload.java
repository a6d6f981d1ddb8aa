package dev.duoconfig.realparts;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.duoconfig.testkit.Await;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that write and read all the time, as docs/scripts.md says: a write has an {@code If-Match}, and after a 412 or a 503
 * the client reads before it writes again.
 */
final class Workload implements AutoCloseable {

    private static final Duration BETWEEN_WRITES = Duration.ofMillis(20);
    private static final Duration BETWEEN_READS = Duration.ofMillis(10);

    private final ScheduledExecutorService threads;
    private final List<Writer> writers = new ArrayList<>();
    private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final Map<Long, String> contents = new ConcurrentHashMap<>();
    private final Map<Integer, Integer> refusals = new ConcurrentHashMap<>();

    /** A write that the service has acknowledged, at a {@link System#nanoTime()}. */
    record Acknowledged(Instance instance, String endpoint, long revision, long nanos) {}

    /** Starts writers and readers: for each instance as many writers as given, and one reader. */
    Workload(List<Instance> instances, int writersEach) throws Exception {
        threads = Executors.newScheduledThreadPool(instances.size() * (writersEach + 1));
        for (var instance : instances) {
            for (var i = 0; i < writersEach; i++) {
                writers.add(new Writer(instance, instance.createModel("model-" + writers.size())));
            }
        }
        instances
                .get(0)
                .call("admin", "PUT", "/features/duo_chat", "{\"model_id\": %d}".formatted(writers.get(0).model));
        // Behind a pooler, an instance sees the model of the feature only with its next poll.
        var configured = instances.get(0).served();
        for (var instance : instances) {
            instance.call("resolver", "GET", "/features/duo_chat/model-metadata?min_revision=" + configured, "");
        }
        writers.forEach(writer -> repeat(writer::write, BETWEEN_WRITES));
        instances.forEach(instance -> repeat(new Reader(instance)::read, BETWEEN_READS));
    }

    private void repeat(Runnable task, Duration pause) {
        var unused = threads.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        violations.add(String.valueOf(e));
                    }
                },
                0,
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Waits until every instance has acknowledged a number of further writes. */
    void awaitWrites(int number) {
        var start = System.nanoTime();
        Await.until(number + " further writes through each instance", () -> writers.stream()
                .map(writer -> writer.instance)
                .distinct()
                .allMatch(instance -> acknowledged.stream()
                                .filter(write -> write.instance == instance && write.nanos > start)
                                .count()
                        >= number));
    }

    /** Stops writing and reading. */
    void stop() throws InterruptedException {
        threads.shutdown();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    List<Acknowledged> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** Fails if a revision went back on an instance, a read failed, or two contents had one revision. */
    void assertNoViolation() {
        assertThat(violations).isEmpty();
    }

    /** The seconds in which no write through an instance was acknowledged, around a moment. */
    double secondsWithoutWrites(Instance instance, long nanos) {
        var times = acknowledged.stream()
                .filter(write -> write.instance == instance)
                .mapToLong(Acknowledged::nanos)
                .sorted()
                .toArray();
        var before = Arrays.stream(times).filter(time -> time <= nanos).max().orElse(nanos);
        var after = Arrays.stream(times).filter(time -> time > nanos).min().orElseThrow();
        return (after - before) / 1e9;
    }

    /** The responses other than 200, by status; 0 without a response. */
    Map<Integer, Integer> refusals() {
        return Map.copyOf(refusals);
    }

    /** Fails unless the database has every acknowledged write at its revision, and each model has the newest or a later one. */
    void assertStored(PostgresServer database) {
        assertStored(database, acknowledged());
        for (var writer : writers) {
            assertThat(database.text("select endpoint from model where id = " + writer.model))
                    .isIn(writer.possible());
        }
    }

    /** Fails unless the database has every one of these writes at its revision. */
    static void assertStored(PostgresServer database, List<Acknowledged> writes) {
        for (var write : writes) {
            assertThat(database.text(
                            "select count(*) from audit_event where revision = %d and after::text like '%%%s\"%%'"
                                    .formatted(write.revision, write.endpoint)))
                    .as("events of %s", write)
                    .isEqualTo("1");
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Changes the endpoint of a model of its own to numbers that increase. */
    private final class Writer {

        private final Instance instance;
        private final long model;
        private @Nullable String tag;
        private int next;
        private int newestAcknowledged;

        Writer(Instance instance, long model) {
            this.instance = instance;
            this.model = model;
        }

        void write() {
            try {
                if (tag == null) {
                    tag = read();
                } else {
                    tag = change(tag);
                }
            } catch (IOException e) {
                tag = refused(0);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private @Nullable String read() throws IOException, InterruptedException {
            var response = instance.send("viewer", "GET", "/models/" + model, "");
            return response.statusCode() == 200
                    ? response.headers().firstValue("ETag").orElseThrow()
                    : refused(response.statusCode());
        }

        private @Nullable String change(String known) throws IOException, InterruptedException {
            var number = ++next;
            var body = "{\"endpoint\": \"%s\"}".formatted(endpoint(number));
            var response = instance.send("admin", "PATCH", "/models/" + model, body, "If-Match", known);
            if (response.statusCode() != 200) {
                return refused(response.statusCode());
            }
            newestAcknowledged = number;
            acknowledged.add(
                    new Acknowledged(instance, endpoint(number), Instance.revision(response), System.nanoTime()));
            return response.headers().firstValue("ETag").orElseThrow();
        }

        private @Nullable String refused(int status) {
            refusals.merge(status, 1, Integer::sum);
            if (status != 0 && status != 503 && status != 412) {
                violations.add("A writer got status " + status);
            }
            return null;
        }

        private String endpoint(int number) {
            return "https://vllm.example.com/" + model + "/" + number;
        }

        private List<String> possible() {
            return IntStream.rangeClosed(newestAcknowledged, next)
                    .mapToObj(this::endpoint)
                    .toList();
        }
    }

    /** Reads from the memory of an instance, which never fails and never goes back. */
    private final class Reader {

        private final Instance instance;
        private long highest;

        Reader(Instance instance) {
            this.instance = instance;
        }

        void read() {
            try {
                var response = instance.send("resolver", "GET", "/features/duo_chat/model-metadata", "");
                var revision = Instance.revision(response);
                if (response.statusCode() != 200) {
                    violations.add("A read got status " + response.statusCode());
                } else if (revision < highest) {
                    violations.add("Revision %d after %d".formatted(revision, highest));
                }
                highest = Math.max(highest, revision);
                var other = contents.putIfAbsent(revision, response.body());
                if (other != null && !other.equals(response.body())) {
                    violations.add("Revision %d is both %s and %s".formatted(revision, other, response.body()));
                }
            } catch (IOException e) {
                violations.add("A read failed: " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
