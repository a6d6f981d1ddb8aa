package dev.duoconfig.subscription;

/** Where a subscription can be read. */
interface SubscriptionSource {

    /** The name that answers show: {@code gitlab} or {@code file}. */
    String name();

    /** Whether it tells nothing of add-ons that have ended. */
    boolean listsActiveAddOnsOnly();

    /**
     * Reads the subscription as it is now.
     *
     * @throws SourceException if it cannot be read
     */
    SubscriptionTerms fetch();
}
