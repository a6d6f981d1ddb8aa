package dev.duoconfig.subscription;

import dev.duoconfig.store.Rows;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

/** The subscription's row. */
@ApplicationScoped
class SubscriptionRepository implements PanacheRepositoryBase<SubscriptionEntity, Short> {

    SubscriptionEntity get() {
        return Rows.requireOnly(findById(SubscriptionEntity.ID), "subscription");
    }
}
