package dev.duoconfig.consistency;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** Pairs exchanges with the response of the highest revision that was received before the request started. */
final class HighestShown {

    private HighestShown() {}

    /** Passes each exchange, in order of its start, with the earlier response of the highest revision, or null. */
    static void forEach(List<Exchange> exchanges, BiConsumer<Exchange, @Nullable Exchange> check) {
        var byStart = new ArrayList<>(exchanges);
        byStart.sort(Comparator.comparingLong(Exchange::startedAt));
        var byEnd = new ArrayList<>(exchanges);
        byEnd.sort(Comparator.comparingLong(Exchange::endedAt));
        Exchange highest = null;
        var next = 0;
        for (var exchange : byStart) {
            for (; next < byEnd.size() && byEnd.get(next).endedAt() < exchange.startedAt(); next++) {
                if (highest == null || byEnd.get(next).revision() > highest.revision()) {
                    highest = byEnd.get(next);
                }
            }
            check.accept(exchange, highest);
        }
    }

    /** The same for each replica separately. */
    static void forEachByReplica(List<Exchange> exchanges, BiConsumer<Exchange, @Nullable Exchange> check) {
        exchanges.stream()
                .collect(Collectors.groupingBy(Exchange::replica))
                .values()
                .forEach(ofOne -> forEach(ofOne, check));
    }
}
