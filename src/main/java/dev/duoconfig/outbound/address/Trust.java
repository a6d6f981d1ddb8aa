package dev.duoconfig.outbound.address;

/** The source of a URL, which determines how far it is trusted. */
public enum Trust {
    /** An administrator, over the API: the outbound rules and the allowlist apply. */
    ADMINISTRATOR,
    /**
     * The operator, in the settings of the service: private and loopback addresses are allowed, link-local and metadata
     * addresses are not. The allowlist does not apply.
     */
    OPERATOR
}
