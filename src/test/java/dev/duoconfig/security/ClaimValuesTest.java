package dev.duoconfig.security;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("fast")
class ClaimValuesTest {

    private static final String GROUP = "CN=duo-admins,OU=Groups,DC=example,DC=com";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "admin | admin",
                "duo-admins, duo-operators | duo-admins / duo-operators",
                "one;two , three | one / two / three",
                "a b,c d | a b / c d",
                "`a,b,` | a / b",
                "`,; ,a` | a",
                // Distinguished names.
                "CN=duo-admins,OU=Groups,DC=example,DC=com | CN=duo-admins,OU=Groups,DC=example,DC=com",
                "cn=a, ou=b, dc=c | cn=a, ou=b, dc=c",
                "CN=a,DC=x;CN=b,DC=x | CN=a,DC=x / CN=b,DC=x",
                "CN=a,DC=x,operators | CN=a,DC=x / operators",
                "CN=a,DC=x;operators;CN=b,DC=y | CN=a,DC=x / operators / CN=b,DC=y",
                "operators,CN=a,DC=x | operators,CN=a,DC=x",
                "one,two,CN=a,DC=x | one / two,CN=a,DC=x",
                "CN=a+OU=b,DC=x | CN=a+OU=b,DC=x",
                // A backslash.
                "a\\,b | a,b",
                "a\\;b,c | a;b / c",
                "a,b\\=c | a / b=c",
                "a\\\\,b | a\\ / b",
                "EXAMPLE\\duo-admins,EXAMPLE\\operators | EXAMPLE\\duo-admins / EXAMPLE\\operators",
                "a\\ | a\\",
                // A backslash in a distinguished name is its own, and can be left out if the result is no other name.
                "CN=Duo\\, Admins,OU=Groups | CN=Duo\\, Admins,OU=Groups / CN=Duo, Admins,OU=Groups",
                "CN=a\\,OU=Other,DC=x | CN=a\\,OU=Other,DC=x",
                "CN=a\\\\,OU=b | CN=a\\\\,OU=b",
                "CN=a\\2Cb,OU=c | CN=a\\2Cb,OU=c"
            })
    void aListIsReadAsItsAuthorMeantIt(String list, String values) {
        assertThat(ClaimValues.parse(list)).containsExactly(values.split(" / ", -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", " , ; ", " "})
    void aListWithoutValuesHasNone(String list) {
        assertThat(ClaimValues.parse(list)).isEmpty();
    }

    /** The rule in one sentence: no part of a name is a value, in whatever company the name is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                GROUP,
                "admins;" + GROUP,
                "admins," + GROUP,
                GROUP + ",admins",
                GROUP + ";admins;",
                " " + GROUP + " , admins",
                "CN=Duo\\, Admins,OU=Groups,DC=example,DC=com"
            })
    void noPartOfADistinguishedNameIsAValue(String list) {
        assertThat(ClaimValues.parse(list))
                .doesNotContain("CN=duo-admins", "OU=Groups", "DC=example", "DC=com", "", "Admins", "CN=Duo");
    }

    @Test
    void aWordBeforeADistinguishedNameIsReported() {
        assertThat(ClaimValues.ambiguous("one,two,CN=a,DC=x;CN=b,three")).containsExactly("two,CN=a,DC=x");
        assertThat(ClaimValues.ambiguous("one;CN=a,DC=x")).isEqualTo(List.of());
    }
}
