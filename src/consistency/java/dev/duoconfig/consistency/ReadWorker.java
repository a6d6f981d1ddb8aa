package dev.duoconfig.consistency;

import java.util.List;
import java.util.Random;

import dev.duoconfig.catalogue.Catalogue;
import dev.duoconfig.catalogue.Feature;

/** Sends random reads that replicas serve from their snapshots. */
final class ReadWorker {

    private final List<String> features;
    private final Recorder recorder;
    private final Random random;

    ReadWorker(Catalogue catalogue, Recorder recorder, Random random) {
        this.features = catalogue.features().stream().map(Feature::id).toList();
        this.recorder = recorder;
        this.random = random;
    }

    /** All reads of all features. */
    static List<Call> allReads(Catalogue catalogue) {
        return catalogue.features().stream()
                .map(Feature::id)
                .flatMap(feature -> List.of(effectiveModel(feature), feature(feature), metadata(feature)).stream())
                .toList();
    }

    Call next() {
        var call = anyRead();
        if (call.kind() != Call.Kind.METADATA && random.nextInt(10) == 0) {
            return call.ifChangedSince(recorder.acknowledgedRevision());
        }
        return switch (random.nextInt(20)) {
            // The replica has the revision or soon receives it.
            case 0, 1, 2 -> call.withMinRevision(recorder.acknowledgedRevision());
            case 3 -> call.withMinRevision(recorder.acknowledgedRevision() + 1);
            default -> call;
        };
    }

    private Call anyRead() {
        var feature = features.get(random.nextInt(features.size()));
        var percent = random.nextInt(100);
        if (percent < 40) {
            return effectiveModel(feature);
        }
        if (percent < 45) {
            return Call.read(Call.Kind.EFFECTIVE_MODEL, "/features/" + feature + "/effective-model?explain=true");
        }
        if (percent < 65) {
            return metadata(feature);
        }
        if (percent < 80) {
            return feature(feature);
        }
        if (percent < 90) {
            return Call.read(Call.Kind.FEATURES, "/features");
        }
        return percent < 95 ? Call.read(Call.Kind.FEATURES, "/features?include_unavailable=true") : Call.REVISION;
    }

    private static Call effectiveModel(String feature) {
        return Call.read(Call.Kind.EFFECTIVE_MODEL, "/features/" + feature + "/effective-model");
    }

    private static Call feature(String feature) {
        return Call.read(Call.Kind.FEATURE, "/features/" + feature);
    }

    private static Call metadata(String feature) {
        return Call.read(Call.Kind.METADATA, "/features/" + feature + "/model-metadata");
    }
}
