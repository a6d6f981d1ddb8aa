package dev.duoconfig.text;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Values by name. A value is found under exactly its name, otherwise under another spelling of it. Names that differ in nothing
 * but their spelling, which earlier releases could store, therefore stay apart.
 */
public final class NameIndex<V> {

    private final Map<String, V> byName = new HashMap<>();
    private final Map<String, V> bySpelling = new HashMap<>();

    /** Adds a value. */
    public void put(String name, V value) {
        byName.put(name, value);
        bySpelling.putIfAbsent(Names.normal(name), value);
    }

    /** The value with this name, or null. */
    public @Nullable V find(String name) {
        var found = byName.get(name);
        return found == null ? bySpelling.get(Names.normal(name)) : found;
    }
}
