package dev.duoconfig.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.eclipse.microprofile.config.ConfigProvider;

/** Counts the statements that the embedded PostgreSQL is asked to run, by its own log: whatever library asks is seen. */
public final class StatementLog implements AutoCloseable {

    private final Path log =
            Path.of(ConfigProvider.getConfig().getValue("duo.data-dir", String.class), "postgresql", "log");

    public StatementLog() {
        set("'all'");
    }

    /** The number of statements that run during the action. */
    public long during(Runnable action) {
        var before = statements();
        action.run();
        return statements() - before;
    }

    @Override
    public void close() {
        set("default");
    }

    private static void set(String value) {
        Database.execute("alter system set log_statement = " + value, "select pg_reload_conf()");
    }

    private long statements() {
        try {
            var lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).split("\n");
            return Arrays.stream(lines)
                    .filter(line -> line.contains("LOG:  execute ") || line.contains("LOG:  statement: "))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }
}
