package dev.duoconfig.ops;

import java.util.logging.Filter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

import dev.duoconfig.http.problem.VisibleText;
import io.quarkus.logging.LoggingFilter;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/**
 * Replaces control and direction characters in log messages by their code points, so that no input can start a new line,
 * color a terminal, or hide text. Stack traces keep their line breaks. As the only place that sees every logged failure, it also
 * recognizes exhausted memory, and removes secrets and statements of the database from what libraries log.
 */
@LoggingFilter(name = "visible-characters")
final class LogSanitizer implements Filter {

    private static final Formatter MESSAGE = new PatternFormatter("%s");

    @Override
    public boolean isLoggable(LogRecord logRecord) {
        MemoryExhaustion.endIfExhausted(logRecord.getThrown());
        var record = ExtLogRecord.wrap(logRecord);
        var message = MESSAGE.format(record);
        var visible = VisibleText.escaped(LoggedSecrets.redactAll(message));
        if (!visible.equals(message)) {
            record.setMessage(visible, ExtLogRecord.FormatStyle.NO_FORMAT);
        }
        var thrown = record.getThrown();
        var redacted = LoggedSecrets.redact(thrown);
        if (redacted != thrown) {
            record.setThrown(redacted);
        }
        return true;
    }
}
