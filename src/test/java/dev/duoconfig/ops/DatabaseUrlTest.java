package dev.duoconfig.ops;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Tag("fast")
class DatabaseUrlTest {

    @ParameterizedTest
    @CsvSource({
        "postgres://user:secret@host/db, //host/db, user, secret",
        "postgresql://user:secret@host:5433/db, //host:5433/db, user, secret",
        "POSTGRES://user:secret@host, //host/, user, secret",
        "postgres://user@host/db, //host/db, user,",
        "postgres://host/db, //host/db,,",
        "postgres://user:s%40c%2Fr%3Aet%25@host/db, //host/db, user, s@c/r:et%",
        "postgres://user:se+cret@host/db, //host/db, user, se+cret",
        "postgres://user:se:c@ret@host/db, //host/db, user, se:c@ret",
        "postgres://user:se#cret@host/db, //host/db, user, se#cret",
        "postgres://user:pa$$word@[2001:db8::1]:5432/db, //[2001:db8::1]:5432/db, user, pa$$word",
        "postgres://user:secret@host/db?sslmode=require, //host/db?sslmode=require, user, secret",
        "postgres://user:secret@host/db?channel_binding=require&a=b, //host/db?channelBinding=require&a=b, user, secret",
        "postgres://host/db?user=user&password=se+cret, //host/db, user, se+cret",
        "jdbc:postgresql://host:5432/db, //host:5432/db,,",
        "jdbc:postgresql://host/db?user=user&password=se%26cret&ssl=true, //host/db?ssl=true, user, se&cret",
        "jdbc:postgresql://user:secret@host/db, //host/db, user, secret",
        "jdbc:postgresql://one:1/db?prepareThreshold=0, //one:1/db?prepareThreshold=0,,",
        "jdbc:postgresql:db, db,,",
        "jdbc:postgresql:///db, ///db,,"
    })
    void theDriverGetsTheUrlWithoutUserAndPassword(String text, String rest, String user, String password) {
        assertThat(DatabaseUrl.parse(" " + text + " "))
                .isEqualTo(new DatabaseUrl("jdbc:postgresql:" + rest, user, password));
    }

    @ParameterizedTest
    @ValueSource(strings = {"//one:1,two:2/db", "//one,two/db?targetServerType=primary"})
    void severalHostsStay(String rest) {
        assertThat(DatabaseUrl.parse("postgres:" + rest).jdbcUrl()).isEqualTo("jdbc:postgresql:" + rest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not-a-url",
                "host.example.com:5432/SECRET",
                "mysql://user:SECRET@host/db",
                "jdbc:mysql://user:SECRET@host/db",
                "jdbc:user:SECRET@host",
                "https://user:SECRET@host/db",
                "postgres:user:SECRET@host/db",
                "postgres:db",
                "user:SECRET@host/db",
                "postgres://user:SEC/RET@host/db",
                "postgres://user:123/SECRET@host/db",
                "postgres://user:123?SECRET@host/db",
                "postgres://user:SEC?RET@host/db",
                "postgres://user:100%SECRET@host/db",
                "postgres://user:SECRET@host:0/db",
                "postgres://user:SECRET@host:70000/db",
                "postgres://user:SECRET@host:port/db",
                "postgres://user:SECRET@ho st/db",
                "postgres://user:SECRET@host/d b",
                "\"postgres://user:SECRET@host/db\"",
                "postgres://user:SECRET@host/db?user=other",
                "jdbc:postgresql://user:SECRET@host/db?password=OTHER-SECRET"
            })
    void anotherFormIsRefusedInOneLineThatQuotesNothing(String text) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> DatabaseUrl.parse(text))
                .withMessageStartingWith("DUO_DATABASE_URL ")
                .withMessageNotContainingAny("SEC", "host.example", "\n")
                .withNoCause();
    }
}
