package dev.duoconfig.store;

import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;

import dev.duoconfig.snapshot.CurrentSnapshot;
import dev.duoconfig.testkit.Database;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;

/** What has been changed, held against what has been written down of it; for tests that have changed a lot. */
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

    /** The revision that the service has in memory. */
    public long revision() {
        return current.get().revision();
    }

    /**
     * Holds what was changed after a revision against itself, counted four ways: by revisions, by audit events, by the
     * chain's head, by what is stored. Nothing may be changed meanwhile.
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
