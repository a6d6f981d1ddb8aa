package dev.duoconfig.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The contents of CHANGELOG.md.
 *
 * @param unreleased the section of changes that are not released yet
 * @param releases the released versions, newest first
 */
record Changelog(String unreleased, List<String> releases) {

    private static final Pattern RELEASE = Pattern.compile("(?m)^## \\[(\\d+\\.\\d+\\.\\d+)] - \\d{4}-\\d{2}-\\d{2}$");
    private static final Pattern UNRELEASED = Pattern.compile("(?ms)^## \\[Unreleased]$(.*?)(?=^## |\\z)");
    private static final Pattern BREAKING = Pattern.compile("(?m)^### Breaking\\s+^- \\S");

    static Changelog read() {
        try {
            return of(Files.readString(Path.of("CHANGELOG.md")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Changelog of(String text) {
        var unreleased = UNRELEASED.matcher(text);
        if (!unreleased.find()) {
            throw new IllegalArgumentException("CHANGELOG.md has no section [Unreleased]");
        }
        var releases = RELEASE.matcher(text).results().map(MatchResult::group).map(Changelog::version);
        return new Changelog(unreleased.group(1), releases.toList());
    }

    private static String version(String heading) {
        return heading.substring(heading.indexOf('[') + 1, heading.indexOf(']'));
    }

    String newestRelease() {
        return releases.get(0);
    }

    /** Whether the section of unreleased changes has an entry under Breaking. */
    boolean announcesBreaking() {
        return BREAKING.matcher(unreleased).find();
    }
}
