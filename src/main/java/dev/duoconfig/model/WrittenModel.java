package dev.duoconfig.model;

import java.util.List;
import java.util.Objects;

import dev.duoconfig.resolve.Warning;

/**
 * A model after a write.
 *
 * @param apiKeyChanged whether the write set or removed the key
 * @param warnings the warnings in the response to the write
 */
public record WrittenModel(long id, String name, boolean apiKeyChanged, List<Warning> warnings) {

    static WrittenModel of(Model model, boolean apiKeyChanged) {
        return new WrittenModel(Objects.requireNonNull(model.id()), model.name(), apiKeyChanged, model.warnings());
    }
}
