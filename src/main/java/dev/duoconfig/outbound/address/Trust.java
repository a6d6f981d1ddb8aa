package dev.duoconfig.outbound.address;

/** Who named a URL, and so how far it is believed. */
public enum Trust {
    /** An administrator, over the API: the address policy applies, with the allowlist. */
    ADMINISTRATOR,
    /**
     * The operator, in the service's own configuration: private and loopback addresses are allowed, link-local and
     * metadata addresses are not. The allowlist plays no part.
     */
    OPERATOR
}
