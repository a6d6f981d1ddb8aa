package dev.duoconfig.instance;

import java.util.UUID;

/**
 * The conditions of work on a GitLab instance. Its results count only while the replica has the lease, and while the instance is as it
 * was read: a changed one can be another GitLab.
 *
 * @param owner the replica, as the database names it
 * @param revision the revision in which the instance was last changed
 */
record Hold(long instanceId, UUID owner, long revision) {

    static Hold of(Lease lease, InstanceConnection instance) {
        return new Hold(lease.instanceId(), lease.owner(), instance.revision());
    }
}
