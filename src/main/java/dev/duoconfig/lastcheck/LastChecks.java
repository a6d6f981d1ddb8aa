package dev.duoconfig.lastcheck;

import dev.duoconfig.resolve.KnownCheck;
import dev.duoconfig.resolve.KnownChecks;
import dev.duoconfig.store.StoredChecks;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import org.hibernate.Session;

/**
 * Reads the newest checks within a write of {@code store}, after a flush if that has changed what the checks are about. Reads
 * have them in the snapshot.
 */
@ApplicationScoped
public class LastChecks {

    private final EntityManager entities;

    LastChecks(EntityManager entities) {
        this.entities = entities;
    }

    public KnownCheck ofGateway() {
        return of(KnownChecks.GATEWAY_PATH);
    }

    public KnownCheck ofModel(long id) {
        return of(KnownChecks.pathOf(id));
    }

    /** By query, because the database can have deleted an entity that was read before. */
    private KnownCheck of(String path) {
        return entities.unwrap(Session.class).doReturningWork(connection -> StoredChecks.of(connection, path));
    }
}
