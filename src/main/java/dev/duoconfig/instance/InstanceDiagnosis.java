package dev.duoconfig.instance;

import java.util.List;
import java.util.Locale;

import dev.duoconfig.diagnosis.Diagnosis;
import dev.duoconfig.diagnosis.Finding;
import dev.duoconfig.resolve.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;

/** Reports the GitLab instances that do not have this configuration. */
@ApplicationScoped
class InstanceDiagnosis implements Diagnosis {

    private static final String NOT_IN_SYNC = """
            select i.id, i.name, i.follow, s.state, s.differences, s.error
            from gitlab_instance i join gitlab_instance_status s on s.instance_id = i.id
            where s.state in ('failed', 'different') order by i.name""";

    private final EntityManager entities;

    InstanceDiagnosis(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    public Part part() {
        return Part.GITLAB_INSTANCES;
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<Finding> findings(Snapshot snapshot) {
        List<Tuple> rows = entities.createNativeQuery(NOT_IN_SYNC, Tuple.class).getResultList();
        return rows.stream().map(InstanceDiagnosis::finding).toList();
    }

    private static Finding finding(Tuple row) {
        var path = "/gitlab-instances/" + row.get("id");
        var named = "GitLab instance '" + row.get("name") + "'";
        var follow = Follow.valueOf(String.valueOf(row.get("follow")).toUpperCase(Locale.ROOT));
        if (row.get("state").equals("failed")) {
            return Finding.warning(
                    "gitlab_instance_failed",
                    path,
                    named + ": " + (row.get("error") == null ? "The last attempt failed." : row.get("error")),
                    switch (follow) {
                        case OFF -> "Fix the cause, then call POST " + path + "/plan.";
                        case REPORT, ENFORCE ->
                            "Fix the cause. The service tries again within 15 minutes; to try at once, call POST "
                                    + path + "/apply.";
                    });
        }
        return Finding.warning(
                "gitlab_instance_differs",
                path,
                named + " differs from this configuration. Steps to make it equal: " + row.get("differences") + ".",
                switch (follow) {
                    case OFF, REPORT -> "Read the plan with POST " + path + "/plan, then call POST " + path + "/apply.";
                    case ENFORCE ->
                        "The service corrects it by itself. If the finding stays, fix the findings about the subscription, then"
                                + " call POST " + path + "/apply.";
                });
    }
}
