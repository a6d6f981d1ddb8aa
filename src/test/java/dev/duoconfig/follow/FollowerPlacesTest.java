package dev.duoconfig.follow;

import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.security.CallerKey;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@Tag("fast")
class FollowerPlacesTest {

    private static final CallerKey JANE = new CallerKey("", "sub", "jane");
    private static final CallerKey JOHN = new CallerKey("", "sub", "john");
    private static final CallerKey MARY = new CallerKey("", "sub", "mary");

    @ParameterizedTest
    @CsvSource({"10, 5", "9, 4", "3, 1", "2, 1", "1, 1"})
    void oneCallerGetsHalfOfThePlacesAndAtLeastOne(int max, int half) {
        var places = new FollowerPlaces("streams", max);

        for (var i = 0; i < half; i++) {
            places.take(JANE);
        }

        var refusal = refusal(places, JANE);
        assertThat(refusal.type()).isEqualTo(ProblemType.RATE_LIMITED);
        assertThat(refusal.retryAfterSeconds()).isPositive();
        assertThat(refusal).hasMessageContaining("Limit: " + half + " streams per caller");
    }

    @Test
    void otherCallersGetTheOtherHalf() {
        var places = new FollowerPlaces("streams", 4);
        takeTwice(places, JANE);

        takeTwice(places, JOHN);

        assertThat(refusal(places, MARY).type()).isEqualTo(ProblemType.UNAVAILABLE);
        assertThat(refusal(places, JOHN).type())
                .as("the caller's own limit comes first")
                .isEqualTo(ProblemType.RATE_LIMITED);
    }

    @Test
    void aPlaceThatIsGivenBackCanBeTakenAgain() {
        var places = new FollowerPlaces("streams", 4);
        takeTwice(places, JANE);
        takeTwice(places, JOHN);

        places.release(JANE);

        assertThatCode(() -> places.take(MARY)).doesNotThrowAnyException();
        assertThat(refusal(places, JANE).type()).isEqualTo(ProblemType.UNAVAILABLE);
    }

    @Test
    void refusalsTakeNoPlace() {
        var places = new FollowerPlaces("streams", 2);
        places.take(JANE);
        for (var i = 0; i < 10; i++) {
            assertThat(refusal(places, JANE).type()).isEqualTo(ProblemType.RATE_LIMITED);
        }

        assertThatCode(() -> places.take(JOHN)).doesNotThrowAnyException();
    }

    private static void takeTwice(FollowerPlaces places, CallerKey caller) {
        places.take(caller);
        places.take(caller);
    }

    private static ApiException refusal(FollowerPlaces places, CallerKey caller) {
        return catchThrowableOfType(ApiException.class, () -> places.take(caller));
    }
}
