package dev.duoconfig.consistency;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** Follows the events of one instance, life after life. */
final class EventFollower {

    private final RecordingClient client;
    private @Nullable CompletableFuture<?> stream;

    EventFollower(RecordingClient client) {
        this.client = client;
    }

    /** Begins anew if the last stream has ended. */
    void follow(ReplicaClient replica) {
        if (stream == null || stream.isDone()) {
            stream = client.follow(replica);
        }
    }

    /** Takes the lines of a stream one by one. */
    record LineSubscriber(Consumer<String> consumer) implements Flow.Subscriber<String> {

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            consumer.accept(line);
        }

        @Override
        public void onError(Throwable failure) {
            // The replica is gone, or the run is over.
        }

        @Override
        public void onComplete() {
            // Begun anew by the next look.
        }
    }
}
