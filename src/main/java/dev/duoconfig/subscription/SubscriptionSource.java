package dev.duoconfig.subscription;

/** A source of subscriptions. */
interface SubscriptionSource {

    /** The name that responses show: {@code gitlab} or {@code file}. */
    String name();

    /** Whether it omits add-ons that have expired. */
    boolean listsActiveAddOnsOnly();

    /**
     * Reads the current subscription.
     *
     * @throws SourceException if it cannot be read
     */
    SubscriptionTerms fetch();
}
