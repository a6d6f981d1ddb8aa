package dev.duoconfig.testkit;

import java.lang.management.ManagementFactory;
import java.util.function.Consumer;
import java.util.function.IntFunction;

import com.sun.management.ThreadMXBean;

import static org.assertj.core.api.Assertions.assertThat;

/** Measures work in allocated bytes, which other threads and slow machines do not change. */
public final class Work {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Buffers that grow by doubling make one step larger than another. */
    private static final double TOLERANCE = 2;

    private static final int FIXED_BYTES = 20_000;

    private Work() {}

    /** The bytes that this thread allocates for a task. Run it once before, to leave out what only the first run loads. */
    public static long bytes(Runnable task) {
        var before = THREADS.getCurrentThreadAllocatedBytes();
        task.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /** Asserts that four times the input makes about four times the work. Exceptions of the parser count as its result. */
    public static <T> void assertLinear(int length, IntFunction<T> input, Consumer<T> parser) {
        var once = input.apply(length);
        var fourTimes = input.apply(4 * length);
        Consumer<T> tolerant = text -> {
            try {
                parser.accept(text);
            } catch (RuntimeException e) {
                assertThat(e).isNotInstanceOf(NullPointerException.class);
            }
        };
        tolerant.accept(once);
        tolerant.accept(fourTimes);

        var work = bytes(() -> tolerant.accept(once));

        assertThat(bytes(() -> tolerant.accept(fourTimes))).isLessThan((long) (4 * TOLERANCE * work) + FIXED_BYTES);
    }
}
