package dev.duoconfig.check;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;

/** Limits how many checks run at once, because each blocks a thread while it waits for other servers. */
@ApplicationScoped
class CheckSlots {

    static final int SLOTS = 4;

    private final Semaphore free = new Semaphore(SLOTS);

    /**
     * Runs a check immediately.
     *
     * @throws ApiException if no slot is free (429)
     */
    <T> T now(Supplier<T> check) {
        if (!free.tryAcquire()) {
            throw new ApiException(
                    ProblemType.TOO_MANY_CHECKS,
                    SLOTS
                            + " checks are already running, which is the maximum. Try again when one of them has finished.");
        }
        try {
            return check.get();
        } finally {
            free.release();
        }
    }

    /** Waits for a free slot, then runs a check. */
    <T> T inTurn(Supplier<T> check) throws InterruptedException {
        free.acquire();
        try {
            return check.get();
        } finally {
            free.release();
        }
    }
}
