package dev.duoconfig.subscription;

import java.time.Instant;
import java.time.LocalDate;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import org.jspecify.annotations.Nullable;

/** A stored add-on. */
@Embeddable
@SuppressWarnings("NullAway.Init")
class AddOnRow {

    @Column(nullable = false)
    String name;

    int quantity;

    @Column(name = "starts_at")
    @Nullable
    Instant startsAt;

    @Column(name = "expires_on")
    @Nullable
    LocalDate expiresOn;

    static AddOnRow of(AddOnTerms terms) {
        var row = new AddOnRow();
        row.name = terms.name();
        row.quantity = terms.quantity();
        row.startsAt = terms.startsAt();
        row.expiresOn = terms.expiresOn();
        return row;
    }

    /** Rows are compared by value, or every flush would write all of them anew. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AddOnRow row && terms().equals(row.terms());
    }

    @Override
    public int hashCode() {
        return terms().hashCode();
    }

    AddOnTerms terms() {
        return new AddOnTerms(name, quantity, startsAt, expiresOn);
    }
}
