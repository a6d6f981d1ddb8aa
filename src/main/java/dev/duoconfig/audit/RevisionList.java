package dev.duoconfig.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

import dev.duoconfig.http.request.CursorPaging;
import jakarta.enterprise.context.ApplicationScoped;

/** Finds the revisions, each with a summary of its audit events. */
@ApplicationScoped
class RevisionList {

    private final AuditDatabase database;

    RevisionList(AuditDatabase database) {
        this.database = database;
    }

    /** The revisions, newest first; one more than a page has if there are that many. */
    List<RevisionEntry> find(CursorPaging paging) {
        var parts = new LinkedHashMap<Long, List<RevisionPart>>();
        for (var part : database.read(connection -> parts(connection, paging))) {
            parts.computeIfAbsent(part.revision(), revision -> new ArrayList<>())
                    .add(part);
        }
        return parts.values().stream().map(RevisionList::entry).toList();
    }

    private static List<RevisionPart> parts(Connection connection, CursorPaging paging) throws SQLException {
        var parts = new ArrayList<RevisionPart>();
        try (var statement = connection.prepareStatement(RevisionPart.QUERY)) {
            statement.setLong(1, paging.before() == null ? Long.MAX_VALUE : paging.before());
            statement.setInt(2, paging.limit());
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    parts.add(RevisionPart.from(row));
                }
            }
        }
        return parts;
    }

    private static RevisionEntry entry(List<RevisionPart> parts) {
        var first = parts.get(0);
        return new RevisionEntry(
                first.revision(),
                first.at(),
                first.actor(),
                RevisionSummary.of(parts),
                parts.stream().map(RevisionPart::action).toList(),
                first.countEffectiveChanges());
    }
}
