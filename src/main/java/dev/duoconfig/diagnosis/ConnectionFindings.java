package dev.duoconfig.diagnosis;

import java.util.List;

/** Checks the connections to the gateway and to all models. */
public interface ConnectionFindings {

    /**
     * The findings about the gateway, then those about the models by name. Blocks for up to a minute; must not be called
     * inside a transaction.
     *
     * @throws dev.duoconfig.http.problem.ApiException if the caller, or too many callers, are running these checks (429)
     */
    List<Finding> all();
}
