package dev.duoconfig.apikey;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.duoconfig.secret.Sealed;
import dev.duoconfig.secret.SecretBox;
import dev.duoconfig.secret.SecurityForm;
import dev.duoconfig.secret.SecurityForms;
import dev.duoconfig.secret.UnreadableSecretException;
import dev.duoconfig.store.Rows;
import dev.duoconfig.store.Transactions;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import org.jspecify.annotations.Nullable;

/**
 * The rows of all stored API keys: which master keys they are sealed under, and sealing them again under the current one and for
 * the servers of their models.
 */
@ApplicationScoped
public class ApiKeyRows {

    private static final String UNBOUND = "substring(api_key_sealed for octet_length(?)) <> ?";

    private static final String TO_RESEAL = """
            select id, api_key_key_id, api_key_sealed, endpoint from model
            where api_key_sealed is not null and (api_key_key_id <> ? or (? and %s)) and id > ?
            order by id limit ?""".formatted(UNBOUND);

    private final Transactions transactions;
    private final StoredApiKeys apiKeys;
    private final SecretBox secrets;
    private final SecurityForms forms;
    private final EntityManager entities;
    private final List<OtherSealedValues> others;

    ApiKeyRows(
            Transactions transactions,
            StoredApiKeys apiKeys,
            SecretBox secrets,
            SecurityForms forms,
            EntityManager entities,
            @All List<OtherSealedValues> others) {
        this.transactions = transactions;
        this.apiKeys = apiKeys;
        this.secrets = secrets;
        this.forms = forms;
        this.entities = entities;
        this.others = others;
    }

    /** The number of API keys and other values that are sealed under each master key, by its id. */
    public Map<String, Integer> countByMasterKey() {
        return transactions.read(connection -> {
            var counts = new TreeMap<String, Integer>();
            Rows.each(
                    connection,
                    "select api_key_key_id, count(*) from model where api_key_sealed is not null group by 1",
                    row -> counts.put(row.getString(1), row.getInt(2)));
            for (var values : others) {
                values.countByMasterKey(connection).forEach((key, count) -> counts.merge(key, count, Integer::sum));
            }
            return counts;
        });
    }

    /**
     * Seals some keys again that are not sealed under the current master key or not bound to a server, in a separate
     * transaction. It holds the write lock, so that no other write can restore a key that it read before; a key that was
     * changed since the last step is already sealed as it should be and stays unchanged.
     *
     * @param afterId the id of the model to continue after
     * @param limit the maximum number of keys to process
     */
    Resealed reseal(long afterId, int limit) {
        return transactions.commitLocked(connection -> {
            var form = forms.read(connection);
            var outcome = new Resealed(afterId, 0, 0, 0);
            try (var query = connection.prepareStatement(TO_RESEAL)) {
                query.setString(1, secrets.keyId());
                query.setBoolean(2, form.keysBound());
                query.setBytes(3, Sealed.boundPrefix());
                query.setBytes(4, Sealed.boundPrefix());
                query.setLong(5, afterId);
                query.setInt(6, limit);
                try (var rows = query.executeQuery()) {
                    while (rows.next()) {
                        var id = rows.getLong(1);
                        var sealed = new Sealed(rows.getString(2), rows.getBytes(3));
                        outcome = outcome.plus(id, reseal(connection, id, sealed, rows.getString(4), form));
                    }
                }
            }
            return outcome;
        });
    }

    private boolean reseal(
            Connection connection, long modelId, Sealed present, @Nullable String endpoint, SecurityForm form)
            throws SQLException {
        if (form.unboundKeysRefused() && !present.bound()) {
            return false;
        }
        Sealed replacement;
        try {
            replacement = apiKeys.seal(apiKeys.open(present, modelId, endpoint), modelId, endpoint, form);
        } catch (UnreadableSecretException e) {
            return false;
        }
        try (var update = connection.prepareStatement("update model set api_key_sealed = ?, api_key_key_id = ?"
                + " where id = ? and api_key_sealed = ? and api_key_key_id = ?")) {
            update.setBytes(1, replacement.bytes());
            update.setString(2, replacement.keyId());
            update.setLong(3, modelId);
            update.setBytes(4, present.bytes());
            update.setString(5, present.keyId());
            return update.executeUpdate() == 1;
        }
    }

    /**
     * Makes keys unreadable that are not bound to a server, unless some of them could not be sealed again. Must be called within
     * a write.
     */
    void endUnbound() {
        var unbound = (Boolean) entities.createNativeQuery(
                        "select exists (select from model where api_key_sealed is not null and "
                                + UNBOUND.replace("?", ":prefix") + ")",
                        Boolean.class)
                .setParameter("prefix", Sealed.boundPrefix())
                .getSingleResult();
        if (!unbound) {
            forms.complete();
        }
    }

    /**
     * The result of one step.
     *
     * @param lastId the id of the last model that was processed
     * @param seen the number of keys that were processed
     * @param resealed the number of keys that were sealed again
     * @param unreadable the number of keys that cannot be decrypted and stay unchanged
     */
    record Resealed(long lastId, int seen, int resealed, int unreadable) {

        private Resealed plus(long id, boolean done) {
            return new Resealed(id, seen + 1, resealed + (done ? 1 : 0), unreadable + (done ? 0 : 1));
        }
    }
}
