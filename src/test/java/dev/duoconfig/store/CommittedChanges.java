package dev.duoconfig.store;

import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;

import dev.duoconfig.snapshot.CurrentSnapshot;
import dev.duoconfig.testkit.Database;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares the changes made with the records of them; for tests that make many changes. */
@Singleton
public class CommittedChanges {

    private final Transactions transactions;
    private final SnapshotLoader loader;
    private final CurrentSnapshot current;

    CommittedChanges(Transactions transactions, SnapshotLoader loader, CurrentSnapshot current) {
        this.transactions = transactions;
        this.loader = loader;
        this.current = current;
    }

    /** The revision of the snapshot in memory. */
    public long revision() {
        return current.get().revision();
    }

    /**
     * Checks that the changes after a revision agree in the revisions, the audit events, the head of the audit chain, and the
     * stored configuration. Nothing may change meanwhile.
     */
    public void assertAllAccountedForSince(long before) {
        assertThat(numbers(
                        "select distinct revision from audit_event where revision > %d order by 1".formatted(before)))
                .containsExactlyElementsOf(through(before + 1, revision()));
        var events = numbers("select id from audit_event order by id");
        assertThat(events).containsExactlyElementsOf(through(1, events.size()));
        assertThat(numbers("select audit_head_id from configuration_state")).containsExactly((long) events.size());
        assertThat(Database.rows("select audit_head_hash as hash from configuration_state"))
                .isEqualTo(Database.rows("select hash from audit_event order by id desc limit 1"));
        StoredSnapshot.assertEqualsCurrent(transactions, loader, current);
    }

    private static List<Long> through(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private static List<Long> numbers(String sql) {
        return Database.rows(sql).stream()
                .map(row ->
                        (Long) Objects.requireNonNull(row.values().iterator().next()))
                .toList();
    }
}
