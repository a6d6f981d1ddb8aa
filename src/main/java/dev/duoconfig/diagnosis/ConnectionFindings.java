package dev.duoconfig.diagnosis;

import java.util.List;

/** Checks the connections to the gateway and to all models. */
public interface ConnectionFindings {

    /**
     * The findings of the gateway, then of the models by name. Blocks for up to a minute; must not be called inside a
     * transaction.
     *
     * @throws dev.duoconfig.http.problem.ApiException if another request runs these checks at the moment (429)
     */
    List<Finding> all();
}
