package dev.duoconfig.http.problem;

/**
 * One thing that is wrong with a request.
 *
 * @param pointer JSON pointer (RFC 6901) into the body, or {@code /<name>} of a query parameter
 * @param code stable slug of the rule that was broken
 * @param detail what is wrong, and what would be right
 */
public record ProblemError(String pointer, String code, String detail) {

    /** The property that GitLab's error format files this under: the first segment that is not a list index. */
    String field() {
        for (var segment : pointer.split("/", -1)) {
            if (!segment.isEmpty() && !segment.chars().allMatch(Character::isDigit)) {
                return segment.replace("~1", "/").replace("~0", "~");
            }
        }
        return "base";
    }
}
