package dev.duoconfig.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.duoconfig.diagnosis.Diagnosis.Part;
import dev.duoconfig.store.ConfigurationReader;
import dev.duoconfig.store.ReadResult;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;

import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toSet;

/** Examines the whole configuration, in the order in which to fix it. */
@ApplicationScoped
class Diagnostics {

    private final ConfigurationReader reader;
    private final List<Diagnosis> diagnoses;
    private final ConnectionFindings checks;

    Diagnostics(ConfigurationReader reader, @All List<Diagnosis> diagnoses, ConnectionFindings checks) {
        this.reader = reader;
        this.diagnoses = diagnoses;
        this.checks = checks;
    }

    /** The findings about the stored configuration. */
    ReadResult<List<Finding>> findings() {
        return read(Part.values());
    }

    /** The findings about the stored configuration, and about the connections to the gateway and the models. */
    ReadResult<List<Finding>> findingsWithChecks() {
        return read(Part.SUBSCRIPTION, Part.GATEWAY).map(first -> {
            var connections = checks.all();
            var checkedNow = connections.stream()
                    .filter(finding -> !finding.code().equals("check_not_run"))
                    .map(Finding::subject)
                    .collect(toSet());
            var findings = new ArrayList<>(first);
            var byGateway = connections.stream().collect(partitioningBy(Diagnostics::isAboutGateway));
            findings.addAll(byGateway.getOrDefault(true, List.of()));
            findings.addAll(read(Part.MODELS).body());
            findings.addAll(byGateway.getOrDefault(false, List.of()));
            findings.addAll(read(Part.FEATURES, Part.GITLAB_INSTANCES, Part.SECRETS, Part.ISSUER)
                    .body());
            findings.removeIf(finding ->
                    finding.code().equals(Finding.LAST_CHECK_FAILED) && checkedNow.contains(finding.subject()));
            return findings;
        });
    }

    private static boolean isAboutGateway(Finding finding) {
        return finding.subject().equals("/gateway");
    }

    private ReadResult<List<Finding>> read(Part... parts) {
        return reader.read(snapshot -> Stream.of(parts)
                .flatMap(part -> diagnoses.stream().filter(diagnosis -> diagnosis.part() == part))
                .flatMap(diagnosis -> diagnosis.findings(snapshot).stream())
                .toList());
    }
}
