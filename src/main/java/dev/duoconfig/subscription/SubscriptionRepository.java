package dev.duoconfig.subscription;

import java.time.Instant;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

/** The subscription's row. */
@ApplicationScoped
class SubscriptionRepository implements PanacheRepositoryBase<SubscriptionEntity, Short> {

    SubscriptionEntity get() {
        var entity = findById(SubscriptionEntity.ID);
        if (entity == null) {
            throw new IllegalStateException("The table subscription has lost its row");
        }
        return entity;
    }

    /** Whether time alone may have changed what the subscription entitles to. */
    boolean isDue(Instant now) {
        return count("nextEvaluationAt <= ?1", now) > 0;
    }
}
