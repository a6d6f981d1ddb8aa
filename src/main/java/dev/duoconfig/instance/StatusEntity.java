package dev.duoconfig.instance;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** The status of a GitLab instance, as responses show it. Read only: single columns are changed with SQL. */
@Entity
@Immutable
@Table(name = "gitlab_instance_status")
@SuppressWarnings("NullAway.Init")
class StatusEntity {

    @Id
    @Column(name = "instance_id")
    long instanceId;

    /** Increases with each change that a response shows. */
    long version;

    /** The id of an {@link InstanceState}. */
    String state;

    @Column(name = "gitlab_version")
    @Nullable
    String gitlabVersion;

    int differences;

    @Nullable
    Long revision;

    @Column(name = "checked_at")
    @Nullable
    Instant checkedAt;

    @Column(name = "applied_at")
    @Nullable
    Instant appliedAt;

    @Nullable
    String error;

    @Column(name = "steps_done")
    @Nullable
    Integer stepsDone;

    @Column(name = "steps_total")
    @Nullable
    Integer stepsTotal;
}
