package dev.duoconfig.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import org.eclipse.microprofile.config.ConfigProvider;

/** Reads the statements that the embedded PostgreSQL runs from its log, so statements of every library are included. */
public final class StatementLog implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Path log =
            Path.of(ConfigProvider.getConfig().getValue("duo.data-dir", String.class), "postgresql", "log");

    public StatementLog() {
        set("'all'");
    }

    /** The number of statements that run during the action. */
    public long during(Runnable action) {
        return statementsDuring(action).size();
    }

    /** The first line of each statement that runs during the action. */
    public List<String> statementsDuring(Runnable action) {
        var before = statements().size();
        action.run();
        var logged = statements();
        return logged.subList(before, logged.size());
    }

    @Override
    public void close() {
        set("default");
    }

    /** Changes a setting and waits until new sessions have it. */
    private static void set(String value) {
        Database.execute("alter system set log_statement = " + value, "select pg_reload_conf()");
        var expected = value.equals("default") ? "none" : "all";
        var deadline = System.nanoTime() + LIMIT.toNanos();
        while (!expected.equals(Database.rows("show log_statement").get(0).get("log_statement"))) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("PostgreSQL did not apply log_statement = " + value);
            }
        }
    }

    private List<String> statements() {
        try {
            var lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).split("\n");
            return Arrays.stream(lines)
                    .filter(line -> line.contains("LOG:  execute ") || line.contains("LOG:  statement: "))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + log, e);
        }
    }
}
