package dev.duoconfig.resolve;

import java.util.HashMap;
import java.util.Map;

/**
 * The newest checks of the models and of the gateway. They change without a revision.
 *
 * @param version the number of the newest check that was ever recorded
 * @param byPath what is known, by the path of the model or of the gateway
 */
public record KnownChecks(long version, Map<String, KnownCheck> byPath) {

    public static final String GATEWAY_PATH = "/gateway";

    /** No check of anything. */
    public static final KnownChecks NONE = new KnownChecks(0, Map.of());

    public KnownChecks {
        byPath = Map.copyOf(byPath);
    }

    /** The path under which the check of a model is known. */
    public static String pathOf(long modelId) {
        return "/models/" + modelId;
    }

    public KnownCheck ofGateway() {
        return of(GATEWAY_PATH);
    }

    public KnownCheck ofModel(long id) {
        return of(pathOf(id));
    }

    private KnownCheck of(String path) {
        return byPath.getOrDefault(path, KnownCheck.NONE);
    }

    /** The same checks with newer ones. */
    public KnownChecks with(long newVersion, Map<String, KnownCheck> newer) {
        if (newer.isEmpty() && newVersion == version) {
            return this;
        }
        var all = new HashMap<String, KnownCheck>(byPath);
        all.putAll(newer);
        return new KnownChecks(newVersion, all);
    }
}
