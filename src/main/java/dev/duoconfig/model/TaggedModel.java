package dev.duoconfig.model;

import dev.duoconfig.resolve.KnownCheck;

/**
 * A model with the second part of its entity tag.
 *
 * @param version the number of its newest check; in a dry run, the one that it still has
 */
record TaggedModel(Model model, long version) {

    static TaggedModel of(Model model, KnownCheck check) {
        return new TaggedModel(model.with(check.last()), check.version());
    }
}
