package dev.duoconfig.ops;

import java.util.logging.Level;

import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** No input can start a new log line. */
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

    private String logged(String format, String argument) {
        var message = new ExtLogRecord(
                org.jboss.logmanager.Level.WARN, format, FormatStyle.PRINTF, LogSanitizerTest.class.getName());
        message.setParameters(new Object[] {argument});
        assertThat(filter.isLoggable(message)).isTrue();
        assertThat(message.getLevel().intValue()).isEqualTo(Level.WARNING.intValue());
        return LINE.format(message);
    }
}
