package dev.duoconfig.limit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.duoconfig.testkit.AtOnce;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ConcurrencyLimitTest {

    private final ConcurrencyLimit limit = new ConcurrencyLimit(2, 3);

    @Test
    void aCallerHasOnlySomeOfThePlaces() {
        assertThat(limit.tryEnter("a")).isTrue();
        assertThat(limit.tryEnter("a")).isTrue();
        assertThat(limit.tryEnter("a")).isFalse();
        assertThat(limit.tryEnter("b")).isTrue();
        assertThat(limit.tryEnter("c")).as("all places are taken").isFalse();
    }

    @Test
    void aPlaceThatIsGivenBackCanBeTakenAgain() {
        assertThat(limit.tryEnter("a")).isTrue();
        assertThat(limit.tryEnter("a")).isTrue();
        assertThat(limit.tryEnter("b")).isTrue();

        limit.leave("a");

        assertThat(limit.tryEnter("c")).isTrue();
        assertThat(limit.tryEnter("a")).isFalse();
        limit.leave("c");
        assertThat(limit.tryEnter("a")).isTrue();
    }

    @Test
    void whoWaitsEntersWhenAPlaceIsFree() throws Exception {
        assertThat(limit.tryEnter("a")).isTrue();
        assertThat(limit.tryEnter("a")).isTrue();
        var waiting = new CountDownLatch(1);
        var entered = CompletableFuture.runAsync(() -> {
            waiting.countDown();
            enter("a");
        });
        assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();

        limit.leave("a");

        entered.get(30, TimeUnit.SECONDS);
        assertThat(limit.tryEnter("a")).isFalse();
    }

    @Test
    void manyCallersAtOnceNeverHaveMorePlacesThanThereAre() throws Exception {
        var wide = new ConcurrencyLimit(4, 16);

        var entered = AtOnce.run(40, caller -> wide.tryEnter("caller " + caller % 8));

        assertThat(entered).filteredOn(Boolean::booleanValue).hasSize(16);
    }

    private void enter(String caller) {
        try {
            limit.enter(caller);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
