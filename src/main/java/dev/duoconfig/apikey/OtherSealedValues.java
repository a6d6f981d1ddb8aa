package dev.duoconfig.apikey;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import dev.duoconfig.secret.SecurityForm;

/** Keeps sealed values other than API keys, few enough to be sealed again in one write. */
public interface OtherSealedValues {

    /** The number of values that are lost without each master key, by its id. */
    Map<String, Integer> countByMasterKey(Connection connection) throws SQLException;

    /** The secrets among the values, in plain text. One that cannot be read is left out. Called within a read. */
    List<String> secrets();

    /**
     * Seals the values again under the current master key. A value that does not open stays as it is. Called within a write.
     *
     * @param before the forms until now: values that had no seal until then get one
     */
    SealedAgain sealAgain(SecurityForm before);
}
