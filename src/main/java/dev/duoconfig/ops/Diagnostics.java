package dev.duoconfig.ops;

import java.util.Comparator;
import java.util.List;

import dev.duoconfig.snapshot.Answer;
import dev.duoconfig.snapshot.ConfigurationReader;
import dev.duoconfig.snapshot.Diagnosis;
import dev.duoconfig.snapshot.Finding;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;

/** Looks over the whole configuration, in the order in which to mend it. */
@ApplicationScoped
class Diagnostics {

    private final ConfigurationReader reader;
    private final List<Diagnosis> diagnoses;

    Diagnostics(ConfigurationReader reader, @All List<Diagnosis> diagnoses) {
        this.reader = reader;
        this.diagnoses =
                diagnoses.stream().sorted(Comparator.comparing(Diagnosis::part)).toList();
    }

    Answer<List<Finding>> findings() {
        return reader.read(snapshot -> diagnoses.stream()
                .flatMap(diagnosis -> diagnosis.findings(snapshot).stream())
                .toList());
    }
}
