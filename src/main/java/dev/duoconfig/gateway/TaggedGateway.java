package dev.duoconfig.gateway;

import dev.duoconfig.resolve.KnownCheck;

/**
 * The gateway settings with the second part of their entity tag.
 *
 * @param version the number of their newest check; in a dry run, the one that they still have
 */
record TaggedGateway(Gateway gateway, long version) {

    static TaggedGateway of(Gateway gateway, KnownCheck check) {
        return new TaggedGateway(gateway.with(check.last()), check.version());
    }
}
