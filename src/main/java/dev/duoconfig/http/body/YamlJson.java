package dev.duoconfig.http.body;

import java.io.IOException;
import java.io.StringWriter;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Rewrites a YAML document as JSON, one event after the other: no tree of a large body is built, and every rule for JSON
 * holds for YAML, too. See docs/framework.md.
 */
final class YamlJson {

    private static final int MAX_KEY_LENGTH = 1000;
    private static final int MAX_NUMBER_LENGTH = 100;

    /** A number that every reader of YAML and JSON takes for the same. */
    private static final Pattern NUMBER =
            Pattern.compile("-?+(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?+(?:[eE][-+]?+[0-9]++)?+");

    private static final Resolver TYPES = new Resolver();

    private final Parser yaml;
    private final YamlRules rules = new YamlRules();
    private final JsonGenerator json;
    private Event event;

    private YamlJson(Parser yaml, JsonGenerator json) {
        this.yaml = yaml;
        this.json = json;
        this.event = yaml.getEvent();
    }

    /** The document as JSON. Ends the request with a 400 if the text is not one document that follows {@link YamlRules}. */
    static String of(String text, JsonFactory factory) throws IOException {
        var options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        var rewritten = new StringWriter(text.length());
        try (var json = factory.createGenerator(rewritten).enable(JsonGenerator.Feature.STRICT_DUPLICATE_DETECTION)) {
            new YamlJson(new ParserImpl(new YamlText(text), options), json).rewrite();
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            throw YamlRules.malformed(mark == null ? -1 : mark.getLine() + 1, e.getProblem());
        } catch (YAMLException e) {
            throw YamlRules.malformed(-1, null);
        }
        return rewritten.toString();
    }

    private void rewrite() throws IOException {
        while (!event.is(Event.ID.StreamEnd)) {
            event = next();
            if (event instanceof ScalarEvent || event.is(Event.ID.SequenceStart) || event.is(Event.ID.MappingStart)) {
                writeValue();
            }
        }
        rules.requireDocument();
    }

    private Event next() {
        var next = yaml.getEvent();
        rules.check(next);
        return next;
    }

    private void writeValue() throws IOException {
        if (event instanceof ScalarEvent scalar) {
            writeScalar(scalar);
        } else if (event instanceof SequenceStartEvent) {
            json.writeStartArray();
            for (event = next(); !event.is(Event.ID.SequenceEnd); event = next()) {
                writeValue();
            }
            json.writeEndArray();
        } else if (event instanceof MappingStartEvent) {
            json.writeStartObject();
            for (event = next(); !event.is(Event.ID.MappingEnd); event = next()) {
                writeKey();
                event = next();
                writeValue();
            }
            json.writeEndObject();
        }
    }

    private void writeKey() throws IOException {
        if (!(event instanceof ScalarEvent key) || key.getValue().length() > MAX_KEY_LENGTH) {
            throw YamlRules.rejected(
                    event, "a key that is not a string of at most " + MAX_KEY_LENGTH + " characters", "Use another.");
        }
        try {
            json.writeFieldName(key.getValue());
        } catch (JsonGenerationException e) {
            throw YamlRules.malformed(YamlRules.line(event), e.getOriginalMessage());
        }
    }

    private void writeScalar(ScalarEvent scalar) throws IOException {
        var text = scalar.getValue();
        var type = TYPES.resolve(NodeId.scalar, text, scalar.getImplicit().canOmitTagInPlainScalar());
        if (type.equals(Tag.NULL)) {
            json.writeNull();
        } else if (type.equals(Tag.BOOL)) {
            json.writeBoolean(text.equalsIgnoreCase("true"));
        } else if (type.equals(Tag.INT) || type.equals(Tag.FLOAT)) {
            if (text.length() > MAX_NUMBER_LENGTH || !NUMBER.matcher(text).matches()) {
                throw YamlRules.ambiguous(scalar);
            }
            json.writeNumber(text);
        } else {
            json.writeString(text);
        }
    }
}
