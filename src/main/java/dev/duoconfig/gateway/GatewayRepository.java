package dev.duoconfig.gateway;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

/** The gateway's row. */
@ApplicationScoped
class GatewayRepository implements PanacheRepositoryBase<GatewayEntity, Short> {

    GatewayEntity get() {
        var entity = findById(GatewayEntity.ID);
        if (entity == null) {
            throw new IllegalStateException("The table gateway has lost its row");
        }
        return entity;
    }
}
