package dev.duoconfig.apikey;

import dev.duoconfig.secret.SecurityForm;

/** Keeps sealed values other than API keys that say which server a key may be given to. */
public interface BoundToServers {

    /**
     * Seals the values again under the current master key. A value that does not open stays as it is. Called within a write.
     *
     * @param before the forms until now: values that had no seal until then get one
     */
    void sealAgain(SecurityForm before);
}
