package dev.duoconfig.consistency;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** What was shown before: the highest revision of all answers that were there before a request began. */
final class HighestShown {

    private HighestShown() {}

    /** Goes through requests with the one whose answer, there before it began, showed the highest revision. */
    static void each(List<Exchange> exchanges, BiConsumer<Exchange, @Nullable Exchange> judge) {
        var byBegin = new ArrayList<>(exchanges);
        byBegin.sort(Comparator.comparingLong(Exchange::begun));
        var byEnd = new ArrayList<>(exchanges);
        byEnd.sort(Comparator.comparingLong(Exchange::ended));
        Exchange floor = null;
        var next = 0;
        for (var exchange : byBegin) {
            for (; next < byEnd.size() && byEnd.get(next).ended() < exchange.begun(); next++) {
                if (floor == null || byEnd.get(next).revision() > floor.revision()) {
                    floor = byEnd.get(next);
                }
            }
            judge.accept(exchange, floor);
        }
    }

    /** The same with each replica for itself. */
    static void eachByReplica(List<Exchange> exchanges, BiConsumer<Exchange, @Nullable Exchange> judge) {
        exchanges.stream()
                .collect(Collectors.groupingBy(Exchange::replica))
                .values()
                .forEach(ofOne -> each(ofOne, judge));
    }
}
