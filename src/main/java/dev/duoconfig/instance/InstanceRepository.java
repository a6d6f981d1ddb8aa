package dev.duoconfig.instance;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

/** Reads and stores GitLab instances, and resets their status. */
@ApplicationScoped
class InstanceRepository implements PanacheRepositoryBase<InstanceEntity, Long> {

    private static final String RESET = """
            update gitlab_instance_status set version = version + 1, state = 'never_checked', gitlab_version = null,
                differences = 0, revision = null, checked_at = null, applied_at = null, succeeded_at = null, error = null,
                steps_done = null, steps_total = null, stop_requested = stop_requested or state = 'applying',
                plan = null, plan_state = null
            where instance_id = ?1""";

    long nextId() {
        return (Long) getEntityManager()
                .createNativeQuery("select nextval('gitlab_instance_id_seq')", Long.class)
                .getSingleResult();
    }

    /** One page of the GitLab instances in the order of their names. */
    List<InstanceEntity> page(int offset, int count) {
        return find("order by name, id").range(offset, offset + count - 1).list();
    }

    /** The status, which every GitLab instance has. */
    StatusEntity status(long id) {
        return Objects.requireNonNull(
                getEntityManager().find(StatusEntity.class, id), "A GitLab instance has no status");
    }

    /** The status of each of the GitLab instances, by its id. */
    Map<Long, StatusEntity> statuses(List<InstanceEntity> instances) {
        return getEntityManager()
                .createQuery("from StatusEntity where instanceId in ?1", StatusEntity.class)
                .setParameter(1, instances.stream().map(entity -> entity.id).toList())
                .getResultList()
                .stream()
                .collect(Collectors.toMap(status -> status.instanceId, status -> status));
    }

    /** Stores a new GitLab instance with its status. */
    void create(InstanceEntity entity) {
        persistAndFlush(entity);
        run("insert into gitlab_instance_status (instance_id) values (?1)", entity.id);
    }

    /** Forgets what was known about the GitLab, because it can be another one or show something else now. */
    void resetStatus(long id) {
        run(RESET, id);
        // Read again when it is used next.
        getEntityManager().detach(status(id));
    }

    /** Forgets which models of that GitLab belong to those here. */
    void forgetModels(long id) {
        run("delete from gitlab_instance_model where instance_id = ?1", id);
    }

    /** Ends the waiting time after failures. */
    void endBackoff(long id) {
        run("update gitlab_instance_status set failures = 0, next_at = now() where instance_id = ?1", id);
    }

    private void run(String sql, long id) {
        getEntityManager().createNativeQuery(sql).setParameter(1, id).executeUpdate();
    }
}
