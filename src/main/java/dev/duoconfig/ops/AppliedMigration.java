package dev.duoconfig.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

import io.quarkus.runtime.util.ClassPathUtils;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A row of Flyway's history: a migration that has run. Flyway does not compare the other columns either. */
record AppliedMigration(String version, String description, String type, int checksum, boolean success) {

    private static final String FIRST = "db/migration/V202611221600__configuration.sql";
    private static final Pattern SCRIPT = Pattern.compile("V(\\d+)__(\\w+)\\.sql");

    /** The first two characters of the state of a statement that names what does not exist, or is not allowed. */
    private static final String NOT_TO_READ = "42";

    /** The rows that the history has when exactly the migrations of this release have run. */
    static Set<AppliedMigration> expected() {
        var rows = new HashSet<AppliedMigration>();
        try {
            // The directory itself is not an entry of every JAR.
            ClassPathUtils.consumeAsPaths(
                    AppliedMigration.class.getClassLoader(), FIRST, first -> rows.addAll(allBeside(first)));
        } catch (IOException e) {
            throw new UncheckedIOException("The migrations cannot be read", e);
        }
        return rows;
    }

    private static Set<AppliedMigration> allBeside(Path first) {
        try (var files = Files.list(Objects.requireNonNull(first.getParent()))) {
            return files.map(AppliedMigration::of).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException("The migrations cannot be read", e);
        }
    }

    private static AppliedMigration of(Path file) {
        var script = String.valueOf(file.getFileName());
        var name = SCRIPT.matcher(script);
        if (!name.matches()) {
            throw new IllegalStateException(script + " is not the name of a migration");
        }
        return new AppliedMigration(name.group(1), name.group(2).replace('_', ' '), "SQL", checksum(file), true);
    }

    /** As Flyway computes it: of the lines without what separates them. */
    private static int checksum(Path file) {
        var sum = new CRC32();
        try (var lines = Files.lines(file)) {
            lines.forEach(line -> sum.update(line.getBytes(UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("The migrations cannot be read", e);
        }
        return (int) sum.getValue();
    }

    /** The history of a database; empty if there is none, or if it cannot be read. */
    static Optional<Set<AppliedMigration>> history(Connection connection) throws SQLException {
        var rows = new HashSet<AppliedMigration>();
        var schema = connection.getSchema();
        if (schema == null) {
            return Optional.empty();
        }
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "select version, description, type, checksum, success from %s.flyway_schema_history"
                                .formatted(statement.enquoteIdentifier(schema, true)))) {
            while (row.next()) {
                rows.add(new AppliedMigration(
                        String.valueOf(row.getString(1)),
                        row.getString(2),
                        row.getString(3),
                        row.getInt(4),
                        row.getBoolean(5)));
            }
            return Optional.of(rows);
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith(NOT_TO_READ)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
