package dev.duoconfig.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;

/** A published JSON schema of a file, below {@code docs}. Formats such as {@code date} count. */
public final class FileSchema {

    private final Schema schema;

    public FileSchema(String name) throws IOException {
        this.schema = SchemaRegistry.withDialect(Dialects.getDraft202012(), builder -> {})
                .getSchema(Files.readString(Path.of("docs", name)), InputFormat.JSON);
    }

    /** The violations of a document; empty if it is valid. */
    public List<String> violations(String json) {
        return schema
                .validate(
                        json,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }
}
