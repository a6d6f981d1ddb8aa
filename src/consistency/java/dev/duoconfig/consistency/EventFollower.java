package dev.duoconfig.consistency;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** Follows the events of one instance, and reconnects after its restarts. */
final class EventFollower {

    private final RecordingClient client;
    private @Nullable CompletableFuture<?> stream;

    EventFollower(RecordingClient client) {
        this.client = client;
    }

    /** Opens a new stream if the last one has ended. */
    void follow(ReplicaClient replica) {
        if (stream == null || stream.isDone()) {
            stream = client.follow(replica);
        }
    }

    /** Passes on the lines of a stream one by one. */
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
            // The replica was stopped. The next call of follow() opens a new stream.
        }

        @Override
        public void onComplete() {
            // The next call of follow() opens a new stream.
        }
    }
}
