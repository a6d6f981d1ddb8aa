package dev.duoconfig.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;

/** Checks all entries of a directory against the rules of {@link OwnFiles}. */
final class TrustedTree extends SimpleFileVisitor<Path> {

    /** An entry that breaks a rule, with the reason and the remedy. */
    record Fault(Path path, String reason) {}

    private final Path root;
    private final Set<Path> closed;
    private final boolean linksInside;
    private Optional<Fault> fault = Optional.empty();

    private TrustedTree(Path root, Set<Path> closed, boolean linksInside) {
        this.root = root;
        this.closed = closed;
        this.linksInside = linksInside;
    }

    /**
     * The first entry that breaks a rule. No entry can be a symbolic link.
     *
     * @param closed directories whose contents are not checked
     */
    static Optional<Fault> faultIn(Path root, Set<Path> closed) throws IOException {
        return new TrustedTree(root, closed, false).find();
    }

    /** The first entry that breaks a rule. Symbolic links are allowed if they stay inside the directory. */
    static Optional<Fault> faultInWithLinks(Path root) throws IOException {
        return new TrustedTree(root, Set.of(), true).find();
    }

    private Optional<Fault> find() throws IOException {
        Files.walkFileTree(root, this);
        return fault;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
        if (check(directory)) {
            return FileVisitResult.TERMINATE;
        }
        return closed.contains(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        return check(file) ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        if (failure instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        // A directory of another user cannot be listed.
        if (check(file)) {
            return FileVisitResult.TERMINATE;
        }
        throw failure;
    }

    private boolean check(Path path) throws IOException {
        try {
            if (!isLinkInside(path)) {
                fault = OwnFiles.faultOf(path).map(reason -> new Fault(path, reason));
            }
        } catch (NoSuchFileException e) {
            // A draft of another instance, which the lock then refuses.
            return false;
        }
        return fault.isPresent();
    }

    private boolean isLinkInside(Path path) throws IOException {
        return linksInside
                && !path.equals(root)
                && OwnFiles.isSymbolicLink(path)
                && path.toRealPath().startsWith(root.toRealPath());
    }
}
