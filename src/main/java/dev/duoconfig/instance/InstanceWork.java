package dev.duoconfig.instance;

/** The work on a GitLab instance that follows the configuration. */
interface InstanceWork {

    /**
     * Compares a GitLab instance with the configuration, corrects it if it follows that far, and stores its status. Blocks, and
     * returns early once the lease is no longer held.
     *
     * @throws RuntimeException if the GitLab could not be read, or not made equal. The message is logged, so it contains no secret
     */
    void run(long instanceId, Lease lease);
}
