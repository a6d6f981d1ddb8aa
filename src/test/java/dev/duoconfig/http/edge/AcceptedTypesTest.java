package dev.duoconfig.http.edge;

import java.util.List;

import dev.duoconfig.testkit.Work;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class AcceptedTypesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*|*/*",
                "*|*/*",
                "application/json;q=0.5;a=b|application/json;q=0.5",
                "a/b ; Q=0.123 , */*;q=0|a/b;q=0.123, */*;q=0",
                "text/html;level=1, nonsense, application/*|text/html, application/*",
                "a/b;q=2, c/d;q=-1, e/f;q=, g/h;q=1.5, i/j;q=NaN|a/b, c/d, e/f, g/h, i/j",
                "a/b;;;, ;, ;q=1|a/b",
                "a/b;c=\"d,e|a/b",
                "*/json, a/b/c, /, a/, /b, a b/c, json|unknown/unknown"
            })
    void whatIsValidRemains(String header, String remaining) {
        assertThat(AcceptedTypes.of(List.of(header))).isEqualTo(remaining);
    }

    @Test
    void severalLinesAreOneList() {
        assertThat(AcceptedTypes.of(List.of("a/b", "", "c/d;q=0.1"))).isEqualTo("a/b, c/d;q=0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", " , ,\t", ",,,,"})
    void aHeaderThatListsNothingCountsAsAbsent(String header) {
        assertThat(AcceptedTypes.of(List.of(header))).isNull();
        assertThat(AcceptedTypes.of(List.of(header, header))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "a/b,", "a/b;q=0.1,", "a/b;q=1", "/", " ", "\"", "*/*;"})
    void theWorkIsLinear(String repeated) {
        Work.assertLinear(4000, length -> List.of(repeated.repeat(length)), AcceptedTypes::of);
    }
}
