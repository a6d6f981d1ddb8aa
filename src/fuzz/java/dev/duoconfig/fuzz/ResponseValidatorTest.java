package dev.duoconfig.fuzz;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The comparison of error pointers with the mutated field. */
@Tag("fast")
class ResponseValidatorTest {

    @ParameterizedTest
    @CsvSource({
        "/name, /name, true",
        "/name, /name/0, true",
        "/models/0/name, /models/0, true",
        "/name, '', false",
        "/name, /endpoint, false",
        "/name, /names, false",
        "/models/0/name, /models/0/family, false",
        "/models/0/name, /models/1/name, false",
        "/models/0/name, /models, false",
        "'', '', true",
        "'', /name, true"
    })
    void aFieldIsNamedByItselfItsParentOrOneBelowIt(String fault, String pointer, boolean named) {
        assertThat(ResponseValidator.names(pointer, fault)).isEqualTo(named);
    }
}
