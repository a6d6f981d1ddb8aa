package dev.duoconfig.snapshot;

import java.sql.SQLException;
import javax.sql.DataSource;

import dev.duoconfig.secret.Place;
import dev.duoconfig.secret.Sealed;
import dev.duoconfig.secret.SecretBox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.PersistenceException;
import org.jspecify.annotations.Nullable;

/** Opens the stored API key of a model for the one answer that may hold it. */
@ApplicationScoped
public class StoredApiKeys {

    private final DataSource database;
    private final SecretBox secrets;

    StoredApiKeys(DataSource database, SecretBox secrets) {
        this.database = database;
        this.secrets = secrets;
    }

    /**
     * The key in the clear, or null when the model has none. Must be called within a read or write of this package, so
     * that the key belongs to its revision.
     *
     * @throws dev.duoconfig.secret.UnreadableSecretException if the key does not open
     */
    public @Nullable String open(long modelId) {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(
                        "select api_key_key_id, api_key_sealed from model where id = ? and api_key_sealed is not null")) {
            query.setLong(1, modelId);
            try (var row = query.executeQuery()) {
                return row.next()
                        ? secrets.open(
                                new Sealed(row.getString(1), row.getBytes(2)), new Place("model", modelId, "api_key"))
                        : null;
            }
        } catch (SQLException failed) {
            throw new PersistenceException(failed);
        }
    }
}
