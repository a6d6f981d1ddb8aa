package dev.duoconfig.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;

/**
 * Bodies in YAML. They become the same tree that JSON would, and are read from it as strictly. Nothing in a body can make
 * more of itself: no anchors, no aliases, no second document, no deep nesting.
 */
@Provider
@Consumes(MediaTypes.YAML)
@Produces(MediaTypes.YAML)
public class YamlBodies implements MessageBodyReader<Object>, MessageBodyWriter<Object> {

    private static final int DEEPEST = 32;

    private final ObjectMapper json;
    private final YAMLMapper yaml = YAMLMapper.builder(new YAMLFactory())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .build();

    YamlBodies(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return true;
    }

    @Override
    public Object readFrom(
            Class<Object> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        var text = text(body.readAllBytes());
        if (text.isBlank()) {
            throw new ApiException(ProblemType.BODY_MISSING, "The request has no body.");
        }
        check(text);
        try (var tree = json.treeAsTokens(yaml.readTree(text))) {
            return json.readerFor(json.constructType(generic)).readValue(tree);
        } catch (JsonProcessingException fault) {
            // From the tree on, it is as with JSON.
            throw fault.getProcessor() instanceof YAMLParser
                    ? malformed(fault.getLocation() == null ? -1 : fault.getLocation().getLineNr())
                    : fault;
        }
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
        return true;
    }

    @Override
    public void writeTo(
            Object value,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream body)
            throws IOException {
        body.write(yaml.writeValueAsBytes(json.valueToTree(value)));
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new ApiException(ProblemType.MALFORMED_YAML, "The body cannot be read: it must be YAML in UTF-8.");
        }
    }

    private static void check(String text) {
        var options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE);
        var depth = 0;
        var documents = 0;
        try {
            for (var event : new Yaml(options).parse(new StringReader(text))) {
                documents += event instanceof DocumentStartEvent ? 1 : 0;
                depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
                refuseIf(event instanceof AliasEvent, event, "an alias; write it out");
                refuseIf(
                        event instanceof NodeEvent node && node.getAnchor() != null,
                        event,
                        "an anchor; they are not taken");
                refuseIf(documents > 1, event, "a second document; there may be one only");
                refuseIf(depth > DEEPEST, event, "too deep a nesting");
            }
        } catch (MarkedYAMLException fault) {
            throw malformed(fault.getProblemMark() == null ? -1 : fault.getProblemMark().getLine() + 1);
        } catch (YAMLException fault) {
            throw malformed(-1);
        }
    }

    private static void refuseIf(boolean refused, Event event, String what) {
        if (refused) {
            throw new ApiException(
                    ProblemType.MALFORMED_YAML,
                    "The body has, at line " + (event.getStartMark().getLine() + 1) + ", " + what + ".");
        }
    }

    private static ApiException malformed(int line) {
        return new ApiException(
                ProblemType.MALFORMED_YAML,
                "The body is not well-formed YAML" + (line < 0 ? "" : " at line " + line)
                        + ": it must be one document in UTF-8, without duplicate keys.");
    }
}
