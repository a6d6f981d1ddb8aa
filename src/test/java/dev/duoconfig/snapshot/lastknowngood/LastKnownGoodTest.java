package dev.duoconfig.snapshot.lastknowngood;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import dev.duoconfig.audit.AuditHead;
import dev.duoconfig.audit.KnownHead;
import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.resolve.KnownChecks;
import dev.duoconfig.secret.SecretBox;
import dev.duoconfig.snapshot.CurrentSnapshot;
import dev.duoconfig.store.BackgroundJobs;
import dev.duoconfig.store.DatabaseState;
import dev.duoconfig.store.KnownSnapshot;
import dev.duoconfig.store.RebuildMetrics;
import dev.duoconfig.testkit.LocalInstallationResource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Instances that start one after the other with the same file, at times set by the test. */
@QuarkusTest
@WithTestResource(LocalInstallationResource.class)
class LastKnownGoodTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    @TempDir
    private Path directory;

    private final CurrentSnapshot running;
    private final SecretBox secrets;
    private final BackgroundJobs jobs;
    private final RebuildMetrics metrics;
    private Path file = Path.of("");

    LastKnownGoodTest(CurrentSnapshot running, SecretBox secrets, BackgroundJobs jobs, RebuildMetrics metrics) {
        this.metrics = metrics;
        this.running = running;
        this.secrets = secrets;
        this.jobs = jobs;
    }

    @BeforeEach
    void useANewFile() {
        file = directory.resolve("last-known-good");
    }

    @Test
    void theNextInstanceStartsWithTheSnapshotAndItsAge() {
        var before = instance(NOW);
        before.current.publish(running.get());
        before.lastKnownGood.save();

        var next = instance(NOW.plus(Duration.ofDays(6)));

        assertThat(next.lastKnownGood.restore()).isTrue();
        // The file has no checks.
        assertThat(next.current.get()).isEqualTo(running.get().withChecks(KnownChecks.NONE));
        assertThat(next.current.age())
                .isBetween(Duration.ofDays(6), Duration.ofDays(6).plusMinutes(1));
    }

    @Test
    void theNextInstanceKnowsTheNewestAuditEventHoweverOldTheFileIs() {
        var head = new AuditHead(50, "0".repeat(64));
        var before = instance(NOW);
        before.current.publish(running.get());
        before.lastKnownGood.save();
        before.auditHead.record(head);
        before.lastKnownGood.save();

        var next = instance(NOW.plus(Duration.ofDays(365)));
        next.lastKnownGood.recall();

        assertThat(next.auditHead.get()).isEqualTo(head);
    }

    @Test
    void aFileThatIsTooOldIsIgnored() {
        var before = instance(NOW);
        before.current.publish(running.get());
        before.lastKnownGood.save();

        var next = instance(NOW.plus(Duration.ofDays(7)).plusSeconds(1));

        assertThat(next.lastKnownGood.restore()).isFalse();
        assertThat(next.current.isLoaded()).isFalse();
    }

    @Test
    void aFileOfAnotherCatalogueIsIgnored() {
        var before = instance(NOW);
        before.current.publish(running.get().withCatalogue(Catalogue.load("18.9")));
        before.lastKnownGood.save();

        assertThat(instance(NOW).lastKnownGood.restore()).isFalse();
    }

    @Test
    void withoutAFileNothingIsRestored() {
        assertThat(instance(NOW).lastKnownGood.restore()).isFalse();
        assertThat(instance(NOW, null).lastKnownGood.restore()).isFalse();
    }

    @Test
    void theFileIsWrittenAtOnceForANewerRevisionAndOtherwiseHourly() throws Exception {
        var instance = instance(NOW);
        instance.current.publish(running.get());
        instance.lastKnownGood.save();
        var first = Files.readAllBytes(file);

        instance.clock.now = NOW.plus(Duration.ofMinutes(59));
        instance.lastKnownGood.save();
        assertThat(file).hasBinaryContent(first);

        instance.current.publish(running.get().withRevision(running.get().revision() + 1, NOW));
        instance.lastKnownGood.save();
        var second = Files.readAllBytes(file);
        assertThat(second).isNotEqualTo(first);

        instance.clock.now = NOW.plus(Duration.ofMinutes(121));
        instance.lastKnownGood.save();
        assertThat(Files.readAllBytes(file)).isNotEqualTo(second);
    }

    @Test
    void theAgeOfTheFileGrowsUntilItIsWrittenAgainAndOutlivesARestart() {
        var instance = instance(NOW);
        instance.current.publish(running.get());
        assertThat(instance.lastKnownGood.fileAge()).isZero();

        instance.lastKnownGood.save();
        instance.clock.now = NOW.plus(Duration.ofMinutes(59));
        assertThat(instance.lastKnownGood.fileAge()).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));

        instance.current.publish(running.get().withRevision(running.get().revision() + 1, NOW));
        instance.lastKnownGood.save();
        assertThat(instance.lastKnownGood.fileAge()).isLessThan(Duration.ofMinutes(1));

        var next = instance(NOW.plus(Duration.ofDays(8)));
        next.lastKnownGood.recall();
        assertThat(next.lastKnownGood.fileAge()).isBetween(Duration.ofDays(7), Duration.ofDays(8));
    }

    @Test
    void withoutAFileItsAgeIsZero() {
        assertThat(instance(NOW, null).lastKnownGood.fileAge()).isZero();
    }

    /** The file may be the only copy, and no database has confirmed that it is still current. */
    @Test
    void anInstanceWithoutItsDatabaseDoesNotWriteTheFile() throws Exception {
        var before = instance(NOW);
        before.current.publish(running.get());
        before.lastKnownGood.save();
        var written = Files.readAllBytes(file);
        var next = new Instance(NOW.plus(Duration.ofDays(1)), file, false);

        next.lastKnownGood.restore();
        next.lastKnownGood.save();
        next.lastKnownGood.stop(new ShutdownEvent());

        assertThat(file).hasBinaryContent(written);
    }

    @Test
    void theNewestSnapshotIsWrittenAtShutdown() {
        var instance = instance(NOW);
        instance.current.publish(running.get());

        instance.lastKnownGood.stop(new ShutdownEvent());

        assertThat(file).isNotEmptyFile();
    }

    @Test
    void aFailedWriteDoesNotAffectTheInstance() {
        var instance = instance(NOW, directory.resolve("missing/last-known-good"));
        instance.current.publish(running.get());

        instance.lastKnownGood.save();

        assertThat(instance.current.get()).isEqualTo(running.get());
    }

    @Test
    void whatCouldNotBeWrittenIsWrittenAtShutdown() throws Exception {
        var missing = directory.resolve("created-later");
        var instance = instance(NOW, missing.resolve("last-known-good"));
        instance.current.publish(running.get());
        instance.lastKnownGood.save();
        Files.createDirectory(missing);

        instance.lastKnownGood.save();
        assertThat(missing).isEmptyDirectory();
        instance.lastKnownGood.stop(new ShutdownEvent());

        assertThat(missing.resolve("last-known-good")).isNotEmptyFile();
    }

    private Instance instance(Instant now) {
        return instance(now, file);
    }

    private Instance instance(Instant now, @Nullable Path path) {
        return new Instance(now, path, true);
    }

    private final class Instance {

        private final SetClock clock = new SetClock();
        private final KnownSnapshot known = new KnownSnapshot();
        private final CurrentSnapshot current = new CurrentSnapshot(List.of(), metrics, known);
        private final KnownHead auditHead = new KnownHead();
        private final LastKnownGood lastKnownGood;

        private Instance(Instant now, @Nullable Path path, boolean withDatabase) {
            clock.now = now;
            var database = new DatabaseState(known);
            if (withDatabase) {
                database.start(() -> {});
            }
            lastKnownGood = new LastKnownGood(
                    new Settings(path),
                    secrets,
                    current,
                    known,
                    database,
                    running.get().catalogue(),
                    auditHead,
                    jobs,
                    clock);
        }
    }

    private record Settings(@Nullable Path path) implements LastKnownGoodSettings {

        @Override
        public Optional<Path> file() {
            return Optional.ofNullable(path);
        }

        @Override
        public Duration maxAge() {
            return Duration.ofDays(7);
        }
    }

    private static final class SetClock extends Clock {

        private Instant now = NOW;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("The service uses UTC");
        }
    }
}
