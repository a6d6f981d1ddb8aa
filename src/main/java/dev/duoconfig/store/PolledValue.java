package dev.duoconfig.store;

import org.jboss.logging.Logger;

/**
 * A value that metrics show, and that is read from the database at intervals, regardless of how often the metrics are read. While the
 * database is unavailable, the last value stays.
 */
public final class PolledValue<T> {

    private static final Logger LOG = Logger.getLogger(PolledValue.class);

    private final Transactions transactions;
    private final BackgroundJobs jobs;
    private final Transactions.Work<T> read;
    private volatile T value;

    /**
     * Creates a value.
     *
     * @param initial the value until it is first read
     */
    public PolledValue(Transactions transactions, BackgroundJobs jobs, T initial, Transactions.Work<T> read) {
        this.transactions = transactions;
        this.jobs = jobs;
        this.value = initial;
        this.read = read;
    }

    /** The value as it was last read. */
    public T get() {
        return value;
    }

    /** Reads the value again, unless the service is stopping. */
    public void refresh() {
        var unused = jobs.run(this::readOrKeep);
    }

    private void readOrKeep() {
        try {
            value = transactions.read(read);
        } catch (RuntimeException e) {
            LOG.debugf("A value for the metrics cannot be read: %s", e.getMessage());
        }
    }
}
