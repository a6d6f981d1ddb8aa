package dev.duoconfig.instance;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
        var renamed = new HashMap<String, WantedModel>();
        var free = new HashSet<String>(deletable);
        for (var model : changeable) {
            if (!model.name().equals(model.nameThere())) {
                renamed.put(model.name(), model);
                free.add(model.idThere());
            }
        }
        fixed = new HashSet<>();
        there.stream().filter(model -> !free.contains(model.id())).forEach(model -> fix(model.name(), renamed));
    }

    /** Fixes a name, and the names of the models that cannot be renamed because of it. */
    private void fix(String name, Map<String, WantedModel> renamed) {
        for (var next = name; next != null; ) {
            fixed.add(next);
            var blocked = renamed.remove(next);
            next = blocked == null ? null : blocked.nameThere();
        }
    }

    /** The name of a model that exists there, after all steps. */
    String of(WantedModel model) {
        return fixed.contains(model.name()) ? model.nameThere() : model.name();
    }
}
