package dev.duoconfig.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The unit in deploy/systemd, and the file with its settings.
 *
 * @param entries the values of each name, in their order, whatever their section
 */
public record SystemdUnit(Map<String, List<String>> entries) {

    /** The unit. */
    public static final Path FILE = Path.of("deploy", "systemd", "duo-config.service");

    /** The example of the file with the settings. */
    public static final Path ENVIRONMENT_FILE = Path.of("deploy", "systemd", "environment");

    /** Reads the unit. */
    public static SystemdUnit read() throws IOException {
        var entries = new LinkedHashMap<String, List<String>>();
        for (var line :
                Files.readString(FILE).replaceAll("\\\\\n\\s*", "").lines().toList()) {
            if (!line.startsWith("#") && line.contains("=")) {
                entries.computeIfAbsent(name(line), name -> new ArrayList<>()).add(value(line));
            }
        }
        return new SystemdUnit(entries);
    }

    /** All values of a name, in their order. */
    public List<String> all(String name) {
        return entries.getOrDefault(name, List.of());
    }

    /** The value of a name that occurs once. */
    public String one(String name) {
        if (all(name).size() != 1) {
            throw new IllegalStateException(name + " occurs " + all(name).size() + " times");
        }
        return all(name).get(0);
    }

    /** The variables that the unit sets. */
    public Map<String, String> environment() {
        return variables(all("Environment"));
    }

    /** The variables in the example of the file with the settings. */
    public static Map<String, String> environmentFile() throws IOException {
        return variables(Files.readAllLines(ENVIRONMENT_FILE).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replace("'", ""))
                .toList());
    }

    private static Map<String, String> variables(List<String> lines) {
        var variables = new LinkedHashMap<String, String>();
        lines.forEach(line -> variables.put(name(line), value(line)));
        return variables;
    }

    private static String name(String line) {
        return line.substring(0, line.indexOf('='));
    }

    private static String value(String line) {
        return line.substring(line.indexOf('=') + 1);
    }
}
