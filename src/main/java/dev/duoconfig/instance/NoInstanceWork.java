package dev.duoconfig.instance;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;

/** Stands in until there is work on GitLab instances. */
@ApplicationScoped
@DefaultBean
class NoInstanceWork implements InstanceWork {

    @Override
    public void run(long instanceId, Lease lease) {
        throw new UnsupportedOperationException();
    }
}
