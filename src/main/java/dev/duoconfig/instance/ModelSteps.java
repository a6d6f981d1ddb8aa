package dev.duoconfig.instance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.duoconfig.gitlab.GitLabInterface;
import dev.duoconfig.gitlab.GitLabState;
import dev.duoconfig.instance.Step.CreateModel;
import dev.duoconfig.instance.Step.KeyTransfer;
import dev.duoconfig.instance.Step.UpdateModel;

/** Plans the models that are updated and created. */
final class ModelSteps {

    private final ModelForm form;
    private final Collection<WantedModel> wanted;
    private final List<Deletion> deletions;
    private final ModelNames names;
    private final Set<String> held;
    private final FreeNames freeNames;
    private final Findings findings;

    /**
     * Prepares the steps.
     *
     * @param deletions the models to delete afterwards
     */
    ModelSteps(GitLabState there, Collection<WantedModel> wanted, List<Deletion> deletions, Findings findings) {
        this.form = new ModelForm(there.offered(), GitLabInterface.UPDATE_MODEL);
        this.wanted = wanted;
        this.deletions = deletions.stream().filter(this::renamable).toList();
        this.names = new ModelNames(
                there.models(),
                wanted.stream().filter(WantedModel::changeable).toList(),
                this.deletions.stream().map(deletion -> deletion.there().id()).collect(Collectors.toSet()));
        this.held = there.models().stream().map(GitLabState.Model::name).collect(Collectors.toCollection(HashSet::new));
        this.freeNames =
                new FreeNames(Stream.concat(held.stream(), wanted.stream().map(WantedModel::name))
                        .collect(Collectors.toCollection(HashSet::new)));
        this.findings = findings;
    }

    void plan() {
        wanted.forEach(this::report);
        var updates = new ArrayList<UpdateModel>();
        wanted.stream().filter(WantedModel::changeable).forEach(model -> addUpdate(model, updates));
        updates.addAll(renamedDeletions(updates));
        new Renaming(held, freeNames).ordered(updates).forEach(findings::step);
        wanted.stream().filter(WantedModel::creatable).forEach(this::create);
    }

    private void report(WantedModel model) {
        var obstacle = model.obstacle();
        if (obstacle != null) {
            findings.notPossible(model.name(), model.there() == null ? obstacle : obstacle.leavingTheModel());
        } else {
            reportKey(model);
        }
    }

    private void reportKey(WantedModel model) {
        switch (model.keyProblem()) {
            case NONE -> {}
            case UNKNOWN_HERE ->
                findings.manual(
                        "api_key_unknown_here",
                        model.name(),
                        "The model has an API key in GitLab that is not stored here.",
                        "Store the key here, or remove it in GitLab.");
            case UNREADABLE ->
                findings.manual(
                        "api_key_unreadable",
                        model.name(),
                        "The API key that is stored here cannot be decrypted, so it is not sent.",
                        "Store it again with PATCH /models/%d.".formatted(model.id()));
        }
    }

    private void addUpdate(WantedModel model, List<UpdateModel> updates) {
        var there = Objects.requireNonNull(model.there());
        var name = names.of(model);
        if (!name.equals(model.name())) {
            reportTakenName(model, name);
        }
        var after = model.state().named(name);
        if (!form.matches(there, after) || model.changesKey()) {
            updates.add(new UpdateModel(model.id(), there.id(), ModelForm.shown(there), after, model.key()));
        }
    }

    /** A model that is deleted only afterwards hands its name over now. */
    private List<UpdateModel> renamedDeletions(List<UpdateModel> updates) {
        var given = updates.stream().map(update -> update.after().name()).collect(Collectors.toSet());
        return deletions.stream()
                .filter(deletion -> given.contains(deletion.there().name()))
                .map(this::renamed)
                .toList();
    }

    private UpdateModel renamed(Deletion deletion) {
        var there = deletion.there();
        var name = freeNames.like(there.name(), deletion.modelId());
        return new UpdateModel(
                deletion.modelId(),
                there.id(),
                ModelForm.shown(there),
                form.renamed(there, name),
                Boolean.FALSE.equals(there.hasApiKey()) ? null : KeyTransfer.KEPT);
    }

    private boolean renamable(Deletion deletion) {
        var there = deletion.there();
        return form.obstacle(form.renamed(there, there.name()), null) == null;
    }

    private void create(WantedModel model) {
        var name = model.name();
        if (!held.add(name)) {
            name = freeNames.like(name, model.id());
            reportTakenName(model, name);
        }
        findings.step(new CreateModel(model.id(), model.state().named(name), model.key()));
    }

    private void reportTakenName(WantedModel model, String name) {
        findings.manual(
                "name_taken_there",
                model.name(),
                "Another model in GitLab has this name, so the model is named '%s' there.".formatted(name),
                "In GitLab, rename or delete the other model, then apply again.");
    }
}
