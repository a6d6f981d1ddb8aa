package dev.duoconfig.http.problem;

/**
 * One error in a request.
 *
 * @param pointer JSON pointer (RFC 6901) into the body, or {@code /<name>} of a query parameter
 * @param code stable slug of the violated rule
 * @param detail what is wrong, and what is allowed
 */
public record ProblemError(String pointer, String code, String detail) {

    /** The property under which GitLab's error format lists the error: the first segment that is not a list index. */
    String field() {
        for (var segment : pointer.split("/", -1)) {
            if (!segment.isEmpty() && !segment.chars().allMatch(Character::isDigit)) {
                return segment.replace("~1", "/").replace("~0", "~");
            }
        }
        return "base";
    }
}
