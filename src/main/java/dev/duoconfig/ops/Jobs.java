package dev.duoconfig.ops;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduler;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

/**
 * Lets the scheduled jobs run from the end of the start to the beginning of the stop. Before and after, what they need is
 * not all there, and a refused start would end with their stack traces.
 */
@ApplicationScoped
class Jobs {

    private final Scheduler scheduler;

    Jobs(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Where the scheduler is switched off by its own setting, there is nothing to let run. */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        if (scheduler.isStarted()) {
            scheduler.resume();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        if (scheduler.isStarted()) {
            scheduler.pause();
        }
    }
}
