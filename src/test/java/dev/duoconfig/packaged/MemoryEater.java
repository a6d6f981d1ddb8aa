package dev.duoconfig.packaged;

import java.util.ArrayList;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** An agent that exhausts the memory of the JVM into which it is loaded. */
public final class MemoryEater {

    private static final Logger LOG = Logger.getLogger("memory-eater");
    private static final int CHUNK = 1024 * 1024;

    /** How the thread that meets the error ends. */
    public enum Ending {
        /** By the error. */
        UNCAUGHT(error -> {
            throw error;
        }),
        /** In order, after logging the error. */
        LOGGED(error -> LOG.log(Level.WARNING, "failed", error)),
        /** In order, after logging a failure that the error caused. */
        LOGGED_AS_A_CAUSE(error -> LOG.log(Level.SEVERE, "failed", new IllegalStateException(error))),
        /** In order, without a trace. */
        SWALLOWED(error -> {});

        @SuppressWarnings("ImmutableEnumChecker")
        private final Consumer<OutOfMemoryError> reaction;

        Ending(Consumer<OutOfMemoryError> reaction) {
            this.reaction = reaction;
        }
    }

    private MemoryEater() {}

    /** Called by the JVM with the name of an {@link Ending}. */
    public static void agentmain(String ending) {
        new Thread(() -> exhaust(Ending.valueOf(ending)), "memory-eater").start();
    }

    private static void exhaust(Ending ending) {
        try {
            eat();
        } catch (OutOfMemoryError e) {
            ending.reaction.accept(e);
        }
    }

    @SuppressWarnings("ModifiedButNotUsed")
    private static void eat() {
        var eaten = new ArrayList<byte[]>();
        while (true) {
            eaten.add(new byte[CHUNK]);
        }
    }
}
