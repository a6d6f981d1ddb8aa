package dev.duoconfig.follow;

import dev.duoconfig.security.CurrentCaller;
import jakarta.enterprise.context.ApplicationScoped;

/** The sender of the current request, as a follower. */
@ApplicationScoped
class CurrentFollower {

    private final CurrentCaller caller;

    CurrentFollower(CurrentCaller caller) {
        this.caller = caller;
    }

    /** Returns the follower; works only within a request. */
    Follower get() {
        return new Follower(caller.key(), caller.tokenExpiry());
    }
}
