package dev.duoconfig.instance;

import dev.duoconfig.gitlab.GitLabException;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemType;

/** The problems of requests to GitLab instances. */
final class GitLabFaults {

    private GitLabFaults() {}

    /** The problem for a GitLab that could not be read. */
    static ApiException problem(GitLabException e) {
        return new ApiException(
                switch (e.fault()) {
                    case BLOCKED, UNREACHABLE -> ProblemType.GITLAB_UNREACHABLE;
                    case TIMED_OUT -> ProblemType.GITLAB_TIMEOUT;
                    case REFUSED_TOKEN -> ProblemType.GITLAB_REFUSED_TOKEN;
                    case RATE_LIMITED, REFUSED, REPORTED, FAILED -> ProblemType.GITLAB_ERROR;
                },
                e.detail());
    }
}
