package dev.duoconfig.ops;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.sun.management.HotSpotDiagnosticMXBean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process at its first {@link OutOfMemoryError}, which can have ended any thread and left any object incomplete. A JVM
 * with {@code -XX:+ExitOnOutOfMemoryError} does so itself, wherever the error occurs. Without that option, the service
 * recognizes the errors that end a thread or are logged, which include those of its event loops.
 */
public final class MemoryExhaustion {

    private static final Logger LOG = Logger.getLogger(MemoryExhaustion.class);
    /** Options of the JVM with which it ends at the first error. */
    private static final List<String> OPTIONS = List.of("ExitOnOutOfMemoryError", "CrashOnOutOfMemoryError");

    /** The exit code of a JVM with the option. */
    private static final int EXIT_CODE = 3;

    private static final int MAX_CAUSES = 20;

    /** Created in advance, because nothing can be allocated when it is needed. */
    private static final byte[] LAST_LINE =
            "Terminating due to java.lang.OutOfMemoryError. Give the service more memory (-Xmx).\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private static final FileOutputStream STANDARD_ERROR = new FileOutputStream(FileDescriptor.err);

    private MemoryExhaustion() {}

    /** Ends the process from now on when an error ends a thread. To be called before anything else. */
    public static void endTheProcess() {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            endIfExhausted(failure);
            // As the JVM does without a handler, because logging may not have started.
            System.err.printf("Exception in thread \"%s\" ", thread.getName());
            failure.printStackTrace();
        });
    }

    /** Logs a warning unless the JVM ends itself. */
    public static void warnUnlessTheJvmEndsItself() {
        if (!endsItself()) {
            LOG.warn(
                    "The JVM does not end at an OutOfMemoryError by itself. Start it with java -XX:+ExitOnOutOfMemoryError -jar ..., or set JAVA_TOOL_OPTIONS=-XX:+ExitOnOutOfMemoryError.");
        }
    }

    /** Ends the process if a failure is, or was caused by, an {@link OutOfMemoryError} of the JVM. */
    static void endIfExhausted(@Nullable Throwable failure) {
        var cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            // Not a subclass: Netty has one for a limit of its own, after which it goes on.
            if (cause.getClass() == OutOfMemoryError.class) {
                end();
            }
            cause = cause.getCause();
        }
    }

    private static void end() {
        try {
            STANDARD_ERROR.write(LAST_LINE);
        } catch (IOException | OutOfMemoryError e) {
            // The exit code says it too.
        } finally {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    private static boolean endsItself() {
        try {
            var jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            return jvm != null
                    && OPTIONS.stream()
                            .anyMatch(option ->
                                    Boolean.parseBoolean(jvm.getVMOption(option).getValue()));
        } catch (IllegalArgumentException e) {
            // Another JVM than HotSpot.
            return false;
        }
    }
}
