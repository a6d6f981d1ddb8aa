package dev.duoconfig.http.edge;

import jakarta.inject.Singleton;

/** The operations that need no token, because their callers have none yet. */
@Singleton
public class OpenOperations {

    private final PublishedOperations operations;

    OpenOperations(PublishedOperations operations) {
        this.operations = operations;
    }

    /** Whether the contract has the operation and demands no token for it. */
    public boolean include(String method, String path) {
        return operations.isOpen(method, path);
    }
}
