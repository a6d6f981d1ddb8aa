package dev.duoconfig.subscription;

import java.time.Instant;
import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

/** An add-on as the API shows it. */
record AddOn(
        String name,
        int quantity,
        @Nullable Instant startsAt,
        @Nullable LocalDate expiresOn,
        boolean active) {

    static AddOn from(AddOnTerms terms, @Nullable Instant evaluatedAt) {
        return new AddOn(
                terms.name(),
                terms.quantity(),
                terms.startsAt(),
                terms.expiresOn(),
                evaluatedAt != null && terms.active(evaluatedAt));
    }
}
