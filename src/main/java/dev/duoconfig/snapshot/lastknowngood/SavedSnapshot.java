package dev.duoconfig.snapshot.lastknowngood;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.duoconfig.audit.AuditHead;
import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.resolve.Entitlement;
import dev.duoconfig.resolve.KnownChecks;
import dev.duoconfig.resolve.Setting;
import dev.duoconfig.resolve.Snapshot;
import dev.duoconfig.resolve.SubscriptionDetails;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot as stored in the last-known-good file. API keys in it are sealed, as in the database.
 *
 * @param knownGoodAt when the database was last known to have no newer revision
 * @param catalogue the version of the catalogue that the snapshot was read with
 * @param subscription what reads of the subscription show; null in files of release 0.2
 * @param auditHead an audit event that the database must still have; null in files of release 0.2
 */
record SavedSnapshot(
        Instant knownGoodAt,
        long revision,
        Instant changedAt,
        String catalogue,
        Snapshot.Gateway gateway,
        Entitlement entitlement,
        Map<String, Setting> settings,
        Map<Long, Snapshot.Model> models,
        @Nullable SubscriptionDetails subscription,
        @Nullable AuditHead auditHead) {

    /** A file can have a null where a snapshot has a value. */
    SavedSnapshot {
        Stream.of(knownGoodAt, changedAt, catalogue, gateway, entitlement, settings, models)
                .forEach(Objects::requireNonNull);
    }

    static SavedSnapshot of(Snapshot snapshot, Instant knownGoodAt, AuditHead auditHead) {
        return new SavedSnapshot(
                knownGoodAt,
                snapshot.revision(),
                snapshot.changedAt(),
                snapshot.catalogue().version(),
                snapshot.gateway(),
                snapshot.entitlement(),
                snapshot.settings(),
                snapshot.models(),
                snapshot.subscription(),
                auditHead);
    }

    /** Restores the snapshot, with the catalogue of the saved version, and without checks, which are not saved. */
    Snapshot toSnapshot(Catalogue sameVersion) {
        return new Snapshot(
                revision,
                changedAt,
                sameVersion,
                gateway,
                entitlement,
                settings,
                models,
                subscription,
                KnownChecks.NONE);
    }
}
