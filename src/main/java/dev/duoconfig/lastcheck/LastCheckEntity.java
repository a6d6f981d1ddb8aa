package dev.duoconfig.lastcheck;

import java.time.Instant;
import java.util.Locale;

import dev.duoconfig.resolve.CheckRoute;
import dev.duoconfig.resolve.CheckStatus;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** The newest check of a subject, as stored. */
@Entity
@Table(name = "last_check")
@SuppressWarnings("NullAway.Init")
class LastCheckEntity {

    /** The path of what was checked. */
    @Id
    String subject;

    /** Increases with each check of the subject. */
    long version;

    /** The name of a {@link CheckStatus}, in lower case. */
    String status;

    String summary;

    /** The name of a {@link CheckRoute}, in lower case. */
    @Nullable
    String via;

    Instant at;

    Instant since;

    CheckStatus status() {
        return CheckStatus.valueOf(status.toUpperCase(Locale.ROOT));
    }
}
