package dev.duoconfig.gateway;

import dev.duoconfig.store.Rows;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;

/** The gateway's row. */
@ApplicationScoped
class GatewayRepository implements PanacheRepositoryBase<GatewayEntity, Short> {

    GatewayEntity get() {
        return Rows.requireOnly(findById(GatewayEntity.ID), "gateway");
    }
}
