package dev.duoconfig.check;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;

/** Bounds how many checks run at once: each keeps a thread waiting for other servers. */
@ApplicationScoped
class CheckSlots {

    static final int SLOTS = 4;

    private final Semaphore free = new Semaphore(SLOTS);

    /** Runs a check now, or ends the request with a 429. */
    <T> T now(Supplier<T> check) {
        if (!free.tryAcquire()) {
            throw new ApiException(
                    ProblemType.TOO_MANY_CHECKS,
                    SLOTS + " checks are running, and no more run at once; try again when one of them is over.");
        }
        try {
            return check.get();
        } finally {
            free.release();
        }
    }

    /** Runs a check when its turn has come. */
    <T> T inTurn(Supplier<T> check) throws InterruptedException {
        free.acquire();
        try {
            return check.get();
        } finally {
            free.release();
        }
    }
}
