package dev.duoconfig.ops;

import java.sql.SQLException;
import java.util.logging.Level;

import jakarta.persistence.PersistenceException;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** No input can start a new log line, and no statement or value of the database is logged. */
@Tag("fast")
class LogSanitizerTest {

    private static final PatternFormatter LINE = new PatternFormatter("%p %s");

    private final LogSanitizer filter = new LogSanitizer();

    @Test
    void aLineBreakIsShownAsCodePoints() {
        assertThat(logged("GET %s failed", "/a\r\n2026-11-22 INFO forged"))
                .isEqualTo("WARN GET /a<U+000D><U+000A>2026-11-22 INFO forged failed");
    }

    @Test
    void colorsAndDirectionsAreShownAsCodePoints() {
        assertThat(logged("%s", "\u001b[31m \u202e \u2028 \u0000"))
                .isEqualTo("WARN <U+001B>[31m <U+202E> <U+2028> <U+0000>");
    }

    @Test
    void aPercentSignInTheInputIsNotAFormat() {
        assertThat(logged("%s", "100%s\n")).isEqualTo("WARN 100%s<U+000A>");
    }

    @Test
    void visibleCharactersAreUnchanged() {
        assertThat(logged("%s", "schlüssel\t🔑 مفتاح")).isEqualTo("WARN schlüssel\t🔑 مفتاح");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cannot connect to postgres://user:SECRET@host/db | cannot connect to postgres://[redacted]@host/db",
                "jdbc:postgresql://user:SE@CRET@host:5432/db?a=b | jdbc:postgresql://[redacted]@host:5432/db?a=b",
                "two: http://a:SECRET@b https://c:SECRET@d/e | two: http://[redacted]@b https://[redacted]@d/e",
                "jdbc:postgresql://host/db?user=u&password=SECRET&ssl=true | jdbc:postgresql://host/db?user=u&password=[redacted]&ssl=true",
                "https://host/a@b and user@example.com | https://host/a@b and user@example.com",
                "proxy http://:SECRET@proxy:3128 | proxy http://[redacted]@proxy:3128"
            })
    void usersAndPasswordsInUrlsAreRemoved(String message, String expected) {
        assertThat(logged("%s", message)).isEqualTo("WARN " + expected);
    }

    @Test
    void passwordsInTheMessagesOfFailuresAreRemoved() {
        var cause = new SQLException("Driver does not support the provided URL: postgres://user:SECRET@host/db");
        var message = record("%s", "failed");
        message.setThrown(new IllegalStateException("no connection", cause));

        assertThat(filter.isLoggable(message)).isTrue();

        assertThat(new PatternFormatter("%s%e").format(message))
                .contains(
                        "IllegalStateException: no connection",
                        "SQLException: Driver does not support",
                        "[redacted]@host")
                .contains("LogSanitizerTest")
                .doesNotContain("SECRET");
    }

    @Test
    void otherFailuresAreUnchanged() {
        var message = record("%s", "failed");
        var failure = new IllegalStateException("no connection to https://host");
        message.setThrown(failure);

        assertThat(filter.isLoggable(message)).isTrue();

        assertThat(message.getThrown()).isSameAs(failure);
    }

    @Test
    void aStatementInAFailureOfTheDatabaseIsNotLogged() {
        var cause = new SQLException("ERROR: null value in column \"name\"", "23502");
        var failure = new PersistenceException(
                "could not execute statement [" + cause.getMessage() + "] [insert into model (name) values ('secret')]",
                cause);

        var thrown = thrown(failure);

        assertThat(thrown.toString())
                .contains("jakarta.persistence.PersistenceException: could not execute statement [ERROR: null value")
                .doesNotContain("insert", "secret");
        assertThat(thrown.getStackTrace()).isEqualTo(failure.getStackTrace());
        assertThat(String.valueOf(thrown.getCause())).contains("java.sql.SQLException", "null value in column");
    }

    @Test
    void aValueThatPostgresqlCannotConvertIsNotLogged() {
        var failure = new PersistenceException(
                new SQLException("ERROR: invalid input syntax for type bigint: \"secret\"", "22P02"));

        assertThat(String.valueOf(thrown(failure).getCause())).contains("22P02").doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "failed [insert into model values ('secret')]",
                "failed [SELECT key from model where name = 'secret'] later",
                "failed [update model set name = 'secret'",
                "failed [with a as (select 'secret') delete from model]",
                "failed [delete\nfrom model where name = 'secret']",
                "failed [set local x = 'secret']"
            })
    void aStatementInAMessageIsNotLogged(String message) {
        assertThat(logged("%s", message)).startsWith("WARN failed [statement").doesNotContain("secret");
    }

    @Test
    void otherFailuresAreLoggedAsTheyAre() {
        var failure = new IllegalStateException("[insert a coin]");

        assertThat(thrown(failure)).isSameAs(failure);
    }

    private Throwable thrown(Throwable failure) {
        var message = new ExtLogRecord(org.jboss.logmanager.Level.ERROR, "failed", LogSanitizerTest.class.getName());
        message.setThrown(failure);
        assertThat(filter.isLoggable(message)).isTrue();
        return message.getThrown();
    }

    private static ExtLogRecord record(String format, String argument) {
        var message = new ExtLogRecord(
                org.jboss.logmanager.Level.WARN, format, FormatStyle.PRINTF, LogSanitizerTest.class.getName());
        message.setParameters(new Object[] {argument});
        return message;
    }

    private String logged(String format, String argument) {
        var message = record(format, argument);
        assertThat(filter.isLoggable(message)).isTrue();
        assertThat(message.getLevel().intValue()).isEqualTo(Level.WARNING.intValue());
        return LINE.format(message);
    }
}
