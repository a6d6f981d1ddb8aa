package dev.duoconfig.subscription;

import java.time.Instant;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.resolve.Entitlement;
import dev.duoconfig.store.CurrentEntitlement;
import jakarta.enterprise.context.ApplicationScoped;

/** Evaluates the stored subscription, without storing the result. */
@ApplicationScoped
class EvaluatedEntitlement implements CurrentEntitlement {

    private final SubscriptionRepository repository;
    private final SubscriptionSettings settings;
    private final Catalogue catalogue;

    EvaluatedEntitlement(SubscriptionRepository repository, SubscriptionSettings settings, Catalogue catalogue) {
        this.catalogue = catalogue;
        this.repository = repository;
        this.settings = settings;
    }

    @Override
    public Entitlement at(Instant moment) {
        var entity = repository.get();
        return entity.isDue(moment)
                ? entity.entitlement(DatedEntitlement.of(entity.terms(), moment, settings.grace()), catalogue)
                : entity.entitlement();
    }
}
