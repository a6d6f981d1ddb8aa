package dev.duoconfig.realparts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.duoconfig.testkit.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Small disks that are full: that of the database, and that of the service's last-known-good file. */
class DiskFullIT {

    private static final int BLOCK = 64 * 1024;

    /** More changes than fit into the pages that the tables already have. */
    private static final int MANY = 2_000;

    @TempDir
    private Path home;

    @Test
    void aFullDiskOfTheDatabaseRefusesChangesOnlyAndRecoversWithoutARestart() throws Exception {
        try (var disk = SmallDisk.mount(Unprivileged.directory(home, "disk"), "96m");
                var database = PostgresServer.create(
                        Unprivileged.directory(disk.path(), "server"), "min_wal_size=4MB", "max_wal_size=8MB");
                var instance = Instance.start(home, "instance", database.url())) {
            instance.configure();
            var model = instance.createModel("model");
            instance.call("admin", "PUT", "/features/duo_chat", "{\"model_id\": %d}".formatted(model));
            disk.fill();

            var acknowledged = changeUntilRefused(instance);

            var refused = instance.setTimeout(599);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(refused.body())
                    .contains(
                            "The disk of the database is full",
                            "Nothing has changed",
                            "Free space on the database server");
            assertThat(instance.send("resolver", "GET", "/features/duo_chat/model-metadata", "")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(instance.send("viewer", "GET", "/models", "").statusCode())
                    .isEqualTo(200);
            assertThat(instance.send("viewer", "GET", "/q/health/ready", "").statusCode())
                    .isEqualTo(200);
            assertThat(instance.send("viewer", "GET", "/q/health/group/database", "")
                            .body())
                    .contains("DOWN", "\"disk_full\": true");
            assertThat(instance.log()).contains("THE DISK OF THE DATABASE IS FULL");
            assertThat(instance.served()).isEqualTo(acknowledged);
            assertThat(database.text("select revision from configuration_state"))
                    .isEqualTo(String.valueOf(acknowledged));
            assertThat(database.text("select max(revision) from audit_event")).isEqualTo(String.valueOf(acknowledged));

            disk.empty();

            Await.until("changes work without a restart", () -> instance.statusOfAChange(599) == 200);
            assertThat(instance.served()).isEqualTo(acknowledged + 1);
            assertThat(instance.send("viewer", "GET", "/q/health/group/database", "")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(instance.call("viewer", "GET", "/audit-events/verification", "")
                            .path("valid")
                            .asBoolean())
                    .isTrue();
            assertThat(database.hasEnded()).isFalse();
        }
    }

    /** Returns the revision of the newest change that was acknowledged. */
    private static long changeUntilRefused(Instance instance) throws IOException, InterruptedException {
        var acknowledged = instance.served();
        for (var i = 0; i < MANY; i++) {
            var response = instance.setTimeout(60 + i % 500);
            if (response.statusCode() != 200) {
                return acknowledged;
            }
            acknowledged = Instance.revision(response);
        }
        throw new AssertionError("The disk of the database was never full");
    }

    @Test
    void aFullDiskOfTheLastKnownGoodFileIsLoggedAndTheServiceGoesOn() throws Exception {
        try (var disk = SmallDisk.mount(Unprivileged.directory(home, "disk"), "1m");
                var database = PostgresServer.create(Unprivileged.directory(home, "server"))) {
            var directory = Files.createDirectory(disk.path().resolve("instance"));
            var file = directory.resolve("last-known-good");
            var settings = Map.of("DUO_LAST_KNOWN_GOOD_FILE", file.toString());
            try (var instance = Instance.start(home, "instance", database.url(), settings)) {
                instance.configure();
                Await.until("the file is written", () -> Files.exists(file));
                disk.fill();
                var before = Files.readAllBytes(file);

                assertThat(instance.setTimeout(61).statusCode()).isEqualTo(200);

                Await.until(
                        "the failure is logged", () -> instance.log().contains("cannot be written; the next attempt"));
                assertThat(Files.readAllBytes(file)).isEqualTo(before);
                assertThat(instance.setTimeout(62).statusCode()).isEqualTo(200);
                assertThat(instance.send("viewer", "GET", "/q/health/ready", "").statusCode())
                        .isEqualTo(200);

                disk.empty();
                assertThat(instance.application().terminate()).isEqualTo(143);
                assertThat(Files.readAllBytes(file)).isNotEqualTo(before);
            }
        }
    }

    /** A small disk in memory. */
    private record SmallDisk(Path path) implements AutoCloseable {

        static SmallDisk mount(Path path, String size) throws Exception {
            assertThat(Unprivileged.isRoot())
                    .as("DiskFullIT mounts small disks, so it needs root, for example in a container")
                    .isTrue();
            Shell.run(path, List.of("mount", "-t", "tmpfs", "-o", "mode=755,size=" + size, "tmpfs", path.toString()));
            return new SmallDisk(path);
        }

        /** Writes a file until nothing fits any more. */
        void fill() throws IOException {
            try (var file = Files.newOutputStream(filler())) {
                for (var block = new byte[BLOCK]; ; ) {
                    file.write(block);
                }
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("No space left");
            }
        }

        void empty() throws IOException {
            Files.delete(filler());
        }

        private Path filler() {
            return path.resolve("filler");
        }

        @Override
        public void close() {
            try {
                Shell.run(Path.of("/"), List.of("umount", path.toString()));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException("The disk at " + path + " is still mounted", e);
            }
        }
    }
}
