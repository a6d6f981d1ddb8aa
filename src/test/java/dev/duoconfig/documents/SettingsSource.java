package dev.duoconfig.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.tools.ToolProvider;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;

/**
 * The settings of one interface, read from its source because class files contain no comments.
 *
 * @param title the title of the section, such as {@code Token cache}
 * @param description the comment of the interface
 */
record SettingsSource(String title, String description, List<Setting> settings) {

    private static final Map<String, String> TYPES = Map.of(
            "String", "text",
            "Path", "file or directory",
            "URI", "URL",
            "Duration", "duration",
            "int", "number",
            "Integer", "number",
            "boolean", "`true` or `false`",
            "SourceKind", "`gitlab` or `file`");

    private static final Set<String> ACRONYMS = Set.of("cors", "oidc", "tls");

    record Setting(String variable, String type, String defaultValue, String description) {}

    /** The settings of all interfaces, sorted by title. */
    static List<SettingsSource> findAll(Path root) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null);
                var paths = Files.walk(root)) {
            var sources = paths.filter(path -> path.toString().endsWith("Settings.java"))
                    .sorted()
                    .toList();
            var task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            var comments = DocTrees.instance(task);
            var interfaces = new ArrayList<SettingsSource>();
            for (CompilationUnitTree unit : task.parse()) {
                for (var type : unit.getTypeDecls()) {
                    if (type instanceof ClassTree settings
                            && !value(settings.getModifiers(), "ConfigMapping", "prefix")
                                    .isEmpty()) {
                        interfaces.add(read(settings, new TreePath(new TreePath(unit), settings), comments));
                    }
                }
            }
            interfaces.sort(Comparator.comparing(SettingsSource::title));
            return interfaces;
        }
    }

    private static SettingsSource read(ClassTree settings, TreePath path, DocTrees comments) {
        var prefix = value(settings.getModifiers(), "ConfigMapping", "prefix");
        var all = new ArrayList<Setting>();
        for (var member : settings.getMembers()) {
            if (member instanceof MethodTree method) {
                var name = prefix + "." + kebab(method.getName().toString());
                all.add(new Setting(
                        name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"),
                        type(String.valueOf(method.getReturnType())),
                        value(method.getModifiers(), "WithDefault", "value"),
                        comment(new TreePath(path, method), comments)));
            }
        }
        return new SettingsSource(title(settings.getSimpleName().toString()), comment(path, comments), all);
    }

    private static String type(String declared) {
        var simple = declared.replace("Optional<", "").replaceAll(">$", "");
        var several = simple.startsWith("List<") || simple.startsWith("Set<");
        var one = several ? simple.replaceAll("^(List|Set)<|>$", "") : simple;
        return Objects.requireNonNull(TYPES.get(one), declared) + (several ? " (comma-separated)" : "");
    }

    /** The title for the name of an interface: {@code TokenCacheSettings} becomes {@code Token cache}. */
    private static String title(String type) {
        var words = kebab(type.replaceAll("Settings$", "")).replace('-', ' ').strip();
        return ACRONYMS.contains(words)
                ? words.toUpperCase(Locale.ROOT)
                : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String comment(TreePath path, DocTrees comments) {
        var comment = comments.getDocCommentTree(path);
        if (comment == null) {
            throw new AssertionError("Add a Javadoc comment, which docs/settings.md shows, to: " + path.getLeaf());
        }
        return comment.getFullBody().stream()
                .map(String::valueOf)
                .reduce("", String::concat)
                .replaceAll("(?s)\\{@code\\s+(.*?)}", "`$1`")
                .replaceAll("\\{@link(?:plain)?\\s+#?(.*?)}", "`$1`")
                .replaceAll("\\s+", " ")
                .replace("|", "\\|")
                .strip();
    }

    private static String value(ModifiersTree modifiers, String annotation, String property) {
        for (AnnotationTree present : modifiers.getAnnotations()) {
            if (present.getAnnotationType().toString().equals(annotation)) {
                for (ExpressionTree argument : present.getArguments()) {
                    if (argument instanceof LiteralTree literal && property.equals("value")) {
                        return String.valueOf(literal.getValue());
                    }
                    if (argument instanceof AssignmentTree assignment
                            && assignment.getVariable().toString().equals(property)
                            && assignment.getExpression() instanceof LiteralTree literal) {
                        return String.valueOf(literal.getValue());
                    }
                }
            }
        }
        return "";
    }
}
