package dev.duoconfig.follow;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import jakarta.ws.rs.sse.OutboundSseEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A client that reads its events one by one, at its own pace. */
@Tag("fast")
class EventClientTest {

    private final AtomicLong revision = new AtomicLong(1);
    private final AtomicInteger drops = new AtomicInteger();
    private final EventClient client = new EventClient(revision::get, drops::incrementAndGet);
    private final Reader reader = new Reader();

    @BeforeEach
    void subscribe() {
        Multi.createFrom()
                .<Boolean>emitter(client::begin, BackPressureStrategy.LATEST)
                .map(wake -> client.next())
                .subscribe()
                .withSubscriber(reader);
    }

    @Test
    void aSlowClientReceivesOnlyTheNewestRevision() {
        reader.read(1);
        for (var i = 2; i <= 10_000; i++) {
            revision.set(i);
            client.wake();
        }

        reader.read(Long.MAX_VALUE);

        assertThat(reader.ids).containsExactly("1", "10000");
    }

    @Test
    void aFastClientReceivesEveryRevision() {
        reader.read(Long.MAX_VALUE);

        for (var i = 2; i <= 5; i++) {
            revision.set(i);
            client.wake();
        }

        assertThat(reader.ids).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void aWakeUpWithoutANewRevisionSendsAComment() {
        reader.read(Long.MAX_VALUE);

        client.beat();

        assertThat(reader.ids).containsExactly("1", "comment");
    }

    @Test
    void aClientThatReadsNothingForTwoHeartbeatsIsDropped() {
        reader.read(1);

        assertThat(client.beat()).as("woken").isTrue();
        assertThat(client.beat()).as("missed one").isTrue();
        assertThat(client.beat()).as("missed two").isFalse();

        assertThat(drops).hasValue(1);
    }

    @Test
    void aClientThatReadsInTimeIsKept() {
        reader.read(1);
        for (var i = 0; i < 10; i++) {
            assertThat(client.beat()).isTrue();
            assertThat(client.beat()).isTrue();
            reader.read(1);
        }

        assertThat(drops).hasValue(0);
    }

    @Test
    void endingAClientCompletesItsStream() {
        reader.read(Long.MAX_VALUE);

        client.end();

        assertThat(reader.complete).isTrue();
    }

    @Test
    void theStreamOfAClientThatReadsEverythingEndsWithItsToken() {
        reader.read(Long.MAX_VALUE);

        client.expire();

        assertThat(reader.complete).isTrue();
        assertThat(drops).hasValue(0);
    }

    @Test
    void aClientThatHasAnEventLeftToReadIsDroppedWithItsToken() {
        reader.read(1);
        revision.set(2);
        client.wake();

        client.expire();

        assertThat(drops).hasValue(1);
    }

    @Test
    void aClientThatNeverBeginsIsDropped() {
        var silent = new EventClient(revision::get, drops::incrementAndGet);

        assertThat(silent.beat()).isTrue();
        assertThat(silent.beat()).isFalse();

        assertThat(drops).hasValue(1);
    }

    private static final class Reader implements Flow.Subscriber<OutboundSseEvent> {

        private final List<String> ids = new ArrayList<>();
        private Flow.@Nullable Subscription subscription;
        private boolean complete;

        void read(long events) {
            if (subscription != null) {
                subscription.request(events);
            }
        }

        @Override
        public void onSubscribe(Flow.Subscription started) {
            subscription = started;
        }

        @Override
        public void onNext(OutboundSseEvent event) {
            ids.add(event.getId() == null ? "comment" : event.getId().strip());
        }

        @Override
        public void onError(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void onComplete() {
            complete = true;
        }
    }
}
