package dev.duoconfig.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/**
 * All events of one revision that have the same action.
 *
 * @param number how many there are
 * @param name the name of the changed object, if there is one event only and its object has a name
 * @param effectiveChanges JSON, the same in all events of the revision
 */
record RevisionPart(
        long revision,
        Instant at,
        String actor,
        String action,
        long number,
        @Nullable String name,
        String effectiveChanges) {

    /**
     * The parts of at most a number of revisions below another one, newest first. Events of applies are left out: they belong to
     * a revision that another change made, and are often recorded after later revisions. The newest revisions are found one by
     * one in the index, because a document can leave ten thousand events of one revision.
     */
    static final String QUERY = """
            with recursive page (revision, number) as (
                select max(revision), 1 from audit_event
                where revision < ? and origin is distinct from 'gitlab_apply'
                union all
                select (select max(revision) from audit_event
                        where revision < page.revision and origin is distinct from 'gitlab_apply'), page.number + 1
                from page where page.revision is not null and page.number < ?)
            select part.revision, first.at, first.actor, part.action, part.number, part.name, first.effective_changes
            from page
            cross join lateral (
                select event.revision, event.action, count(*) as number, min(event.object_name) as name,
                    min(event.id) as first_id
                from audit_event event
                where event.revision = page.revision and event.origin is distinct from 'gitlab_apply'
                group by event.revision, event.action) part
            join audit_event first on first.id = part.first_id
            order by part.revision desc, part.first_id""";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The part in the current row of the query. */
    static RevisionPart from(ResultSet row) throws SQLException {
        var number = row.getLong(5);
        return new RevisionPart(
                row.getLong(1),
                row.getTimestamp(2).toInstant(),
                row.getString(3),
                row.getString(4),
                number,
                number == 1 ? row.getString(6) : null,
                row.getString(7));
    }

    /** The number of features for which something else came into effect; 0 if someone has made the stored text unreadable. */
    int countEffectiveChanges() {
        try {
            return JSON.readTree(effectiveChanges).size();
        } catch (JsonProcessingException e) {
            return 0;
        }
    }
}
