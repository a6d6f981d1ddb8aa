package dev.duoconfig.instance;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import dev.duoconfig.store.Transactions;
import jakarta.enterprise.context.ApplicationScoped;

/** Records about the models of this service in GitLab instances. They are no part of the configuration's revision. */
@ApplicationScoped
class ModelRecords {

    private static final String SELECT =
            "select model_id, gitlab_id, name, created, key_digest from gitlab_instance_model where instance_id = ? order by model_id";

    private static final String PUT = """
            insert into gitlab_instance_model (instance_id, model_id, gitlab_id, name, created, key_digest)
            select id, ?, ?, ?, ?, ? from gitlab_instance where id = ? and revision = ?
            on conflict (instance_id, model_id) do update set gitlab_id = excluded.gitlab_id, name = excluded.name,
                created = excluded.created, key_digest = excluded.key_digest""";

    private final Transactions transactions;

    ModelRecords(Transactions transactions) {
        this.transactions = transactions;
    }

    List<RecordedModel> of(long instanceId) {
        return transactions.read(connection -> {
            var found = new ArrayList<RecordedModel>();
            try (var query = connection.prepareStatement(SELECT)) {
                query.setLong(1, instanceId);
                try (var row = query.executeQuery()) {
                    while (row.next()) {
                        found.add(new RecordedModel(
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                row.getBoolean(4),
                                row.getString(5)));
                    }
                }
            }
            return found;
        });
    }

    /**
     * Stores records in place of those of the same models, and removes those of other models, unless the instance was changed
     * meanwhile: they can be about another GitLab.
     *
     * @param revision the revision in which the instance was last changed
     */
    void store(long instanceId, long revision, List<RecordedModel> replaced, List<Long> removed) {
        if (replaced.isEmpty() && removed.isEmpty()) {
            return;
        }
        var unused = transactions.commitUnlocked(connection -> {
            put(connection, instanceId, revision, replaced);
            remove(connection, instanceId, revision, removed);
            return true;
        });
    }

    private static void put(Connection connection, long instanceId, long revision, List<RecordedModel> records)
            throws SQLException {
        try (var insert = connection.prepareStatement(PUT)) {
            for (var model : records) {
                insert.setLong(1, model.modelId());
                insert.setString(2, model.gitlabId());
                insert.setString(3, model.name());
                insert.setBoolean(4, model.created());
                insert.setString(5, model.keyDigest());
                insert.setLong(6, instanceId);
                insert.setLong(7, revision);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void remove(Connection connection, long instanceId, long revision, List<Long> modelIds)
            throws SQLException {
        try (var delete =
                connection.prepareStatement("delete from gitlab_instance_model where instance_id = ? and model_id = ?"
                        + " and exists (select from gitlab_instance where id = instance_id and revision = ?)")) {
            for (var modelId : modelIds) {
                delete.setLong(1, instanceId);
                delete.setLong(2, modelId);
                delete.setLong(3, revision);
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }
}
