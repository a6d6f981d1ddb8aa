package dev.duoconfig.instance;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.duoconfig.gitlab.GitLabState;

/**
 * The names that models get there. GitLab refuses two models of the same name, so a model keeps its name there if a model that
 * no step renames or deletes has the wanted one. That name can be the one that the next model wants, which then keeps its own.
 */
final class ModelNames {

    /** The names of models there that no step renames or deletes. */
    private final Set<String> fixed;

    /**
     * Finds the names.
     *
     * @param changeable the models that exist there and can be updated
     * @param deletable the global ids of models there whose names become free
     */
    ModelNames(List<GitLabState.Model> there, Collection<WantedModel> changeable, Set<String> deletable) {
        var renamed = changeable.stream()
                .filter(model -> !model.name().equals(model.nameThere()))
                .collect(Collectors.toCollection(HashSet::new));
        var free = new HashSet<String>(deletable);
        renamed.forEach(model -> free.add(model.idThere()));
        fixed = there.stream()
                .filter(model -> !free.contains(model.id()))
                .map(GitLabState.Model::name)
                .collect(Collectors.toCollection(HashSet::new));
        Predicate<WantedModel> blocked = model -> fixed.contains(model.name());
        while (renamed.stream().anyMatch(blocked)) {
            var keeping = renamed.stream().filter(blocked).toList();
            keeping.forEach(model -> fixed.add(model.nameThere()));
            keeping.forEach(renamed::remove);
        }
    }

    /** The name of a model that exists there, after all steps. */
    String of(WantedModel model) {
        return fixed.contains(model.name()) ? model.nameThere() : model.name();
    }
}
