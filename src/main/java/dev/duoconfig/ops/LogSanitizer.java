package dev.duoconfig.ops;

import java.util.logging.Filter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.regex.Pattern;

import io.quarkus.logging.LoggingFilter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/**
 * Replaces control and direction characters in log messages by their code points, so that no input can start a new line,
 * color a terminal, or hide text. Stack traces keep their line breaks.
 */
@LoggingFilter(name = "visible-characters")
final class LogSanitizer implements Filter {

    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029&&[^\\t]]");
    private static final Formatter MESSAGE = new PatternFormatter("%s");

    @Override
    public boolean isLoggable(LogRecord logRecord) {
        var record = ExtLogRecord.wrap(logRecord);
        var message = MESSAGE.format(record);
        if (INVISIBLE.matcher(message).find()) {
            record.setMessage(visible(message), ExtLogRecord.FormatStyle.NO_FORMAT);
        }
        return true;
    }

    static String visible(String text) {
        return INVISIBLE
                .matcher(text)
                .replaceAll(found -> String.format("<U+%04X>", found.group().codePointAt(0)));
    }
}
