package dev.duoconfig.instance;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import dev.duoconfig.audit.AuditEvent;
import dev.duoconfig.http.body.ReadOnlyProperties;
import dev.duoconfig.http.problem.ApiException;
import dev.duoconfig.http.problem.ProblemErrors;
import dev.duoconfig.http.problem.ProblemType;
import dev.duoconfig.http.request.Paging;
import dev.duoconfig.outbound.address.HttpUrl;
import dev.duoconfig.store.ConfigurationReader;
import dev.duoconfig.store.ConfigurationWriter;
import dev.duoconfig.store.PendingChange;
import dev.duoconfig.store.ReadResult;
import dev.duoconfig.store.WriteKind;
import dev.duoconfig.store.WriteOptions;
import dev.duoconfig.store.WriteResult;
import dev.duoconfig.text.Names;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Adds, changes, and deletes GitLab instances. Nothing is sent to them. */
@ApplicationScoped
public class Instances {

    private static final int MAX_INSTANCES = 1000;

    private final ConfigurationReader reader;
    private final ConfigurationWriter writer;
    private final InstanceRepository repository;
    private final InstanceTokens tokens;
    private final ReadOnlyProperties readOnly;

    Instances(
            ConfigurationReader reader,
            ConfigurationWriter writer,
            InstanceRepository repository,
            InstanceTokens tokens,
            ReadOnlyProperties readOnly) {
        this.reader = reader;
        this.writer = writer;
        this.repository = repository;
        this.tokens = tokens;
        this.readOnly = readOnly;
    }

    ReadResult<Paging.Page<GitLabInstance>> list(Paging paging) {
        return reader.read(snapshot -> {
            var page = repository.page(paging.offset(), paging.perPage());
            var statuses = repository.statuses(page);
            var instances = page.stream()
                    .map(entity -> GitLabInstance.from(entity, Objects.requireNonNull(statuses.get(entity.id))))
                    .toList();
            return new Paging.Page<>(instances, repository.count());
        });
    }

    ReadResult<TaggedInstance> get(long id) {
        return reader.read(snapshot -> tagged(find(id)));
    }

    /**
     * The URL and the token of a GitLab instance, for requests to it; empty if there is no such instance. A token that cannot be
     * read ends the request with a 409.
     */
    public Optional<GitLabConnection> connection(long id) {
        return reader.read(snapshot -> repository
                        .findByIdOptional(id)
                        .map(entity -> new GitLabConnection(HttpUrl.parseBase(entity.url), tokens.open(entity))))
                .body();
    }

    /**
     * The instance as comparing with it needs it, or a 404. Must be called within a read of {@link ConfigurationReader}, so that it
     * belongs to its revision.
     */
    InstanceConnection toCompare(long id) {
        var entity = find(id);
        return new InstanceConnection(
                id,
                entity.name,
                entity.revision,
                new GitLabConnection(HttpUrl.parseBase(entity.url), tokens.open(entity)),
                Follow.of(entity.follow),
                DeleteModels.of(entity.deleteModels),
                tokens.digestKey(entity));
    }

    /** Ends the request with a 404 if there is no such instance. */
    void requireExistence(long id) {
        var unused = reader.read(snapshot -> find(id));
    }

    WriteResult<TaggedInstance> create(WriteOptions options, GitLabInstanceRequest request) {
        return writer.write(WriteKind.GITLAB_INSTANCE, options, pending -> {
            var errors = new ProblemErrors();
            var values = InstanceValues.of(request, null, errors);
            requireValid(values, null, errors);
            var entity = new InstanceEntity();
            entity.id = repository.nextId();
            entity.createdAt = pending.now();
            tokens.createDigestKey(entity);
            apply(values, entity, pending);
            repository.create(entity);
            record("created", entity, null, InstanceAudit.from(entity, true), pending);
            var created = tagged(entity);
            return pending.isDryRun() ? new TaggedInstance(created.instance().withoutId(), created.version()) : created;
        });
    }

    WriteResult<TaggedInstance> replace(WriteOptions options, long id, GitLabInstanceReplacement request) {
        return change(options, id, (present, errors) -> {
            readOnly.requireUnchanged(request, List.of(tagged(present).instance()), errors);
            return request.request();
        });
    }

    WriteResult<TaggedInstance> update(WriteOptions options, long id, GitLabInstancePatch patch) {
        return change(options, id, (present, errors) -> patch.applyTo(present));
    }

    WriteResult<GitLabInstance> delete(WriteOptions options, long id) {
        return writer.write(WriteKind.GITLAB_INSTANCE, options, pending -> {
            var entity = find(id);
            pending.requireUnchangedSince(entity.revision);
            var deleted = tagged(entity).instance();
            repository.delete(entity);
            record("deleted", entity, InstanceAudit.from(entity, true), null, pending);
            return deleted;
        });
    }

    private WriteResult<TaggedInstance> change(WriteOptions options, long id, Change change) {
        return writer.write(WriteKind.GITLAB_INSTANCE, options, pending -> {
            var entity = find(id);
            pending.requireUnchangedSince(entity.revision);
            var errors = new ProblemErrors();
            var sent = InstanceValues.of(change.over(entity, errors), entity, errors);
            requireValid(sent, id, errors);
            var moved = !sent.hasUrl(entity.url);
            var token = sent.token();
            var values = token != null && !moved && tokens.holds(entity, token) ? sent.withKeptToken() : sent;
            var before = repository.status(id).version;
            if (values.token() != null || !values.same(entity)) {
                update(values, entity, moved, pending);
            }
            var result = tagged(entity);
            return pending.isDryRun() ? new TaggedInstance(result.instance(), before) : result;
        });
    }

    private void update(InstanceValues values, InstanceEntity entity, boolean moved, PendingChange pending) {
        var before = InstanceAudit.from(entity, false);
        var newToken = values.token() != null;
        apply(values, entity, pending);
        if (newToken) {
            repository.resetStatus(entity.id);
        }
        if (moved) {
            repository.forgetModels(entity.id);
        }
        repository.endBackoff(entity.id);
        record("updated", entity, before, InstanceAudit.from(entity, newToken), pending);
    }

    private void apply(InstanceValues values, InstanceEntity entity, PendingChange pending) {
        entity.name = values.name();
        entity.url = values.url();
        entity.follow = values.follow().id();
        entity.deleteModels = values.deleteModels().id();
        var token = values.token();
        if (token != null) {
            tokens.store(entity, token);
            entity.tokenUpdatedAt = pending.now();
        }
        entity.revision = pending.revision();
        entity.updatedAt = pending.now();
        entity.updatedBy = pending.caller().name();
    }

    private TaggedInstance tagged(InstanceEntity entity) {
        var status = repository.status(entity.id);
        return new TaggedInstance(GitLabInstance.from(entity, status), status.version);
    }

    private static void record(
            String change,
            InstanceEntity entity,
            @Nullable InstanceAudit before,
            @Nullable InstanceAudit after,
            PendingChange pending) {
        pending.change(
                pending.after(),
                new AuditEvent(
                        "gitlab_instance." + change,
                        "gitlab_instance",
                        Long.toString(entity.id),
                        after == null ? entity.name : after.name(),
                        before,
                        after));
    }

    private InstanceEntity find(long id) {
        var entity = repository.findById(id);
        if (entity == null) {
            throw notFound(Long.toString(id));
        }
        return entity;
    }

    /** The id in the text; a 404 if the text is not an id. */
    static long id(String text) {
        if (!text.matches("[1-9][0-9]{0,17}")) {
            throw notFound(text);
        }
        return Long.parseLong(text);
    }

    static ApiException notFound(String id) {
        return new ApiException(
                ProblemType.GITLAB_INSTANCE_NOT_FOUND, "There is no GitLab instance with the id " + id + ".");
    }

    /** Refuses a URL and a name that another GitLab instance has. The lock is held, so they stay free until the commit. */
    private void requireValid(InstanceValues values, @Nullable Long id, ProblemErrors errors) {
        var others = repository.listAll().stream()
                .filter(other -> id == null || other.id != id)
                .toList();
        if (id == null && others.size() >= MAX_INSTANCES) {
            errors.add(
                    "",
                    "too-many",
                    "There are already " + MAX_INSTANCES + " GitLab instances, which is the limit. Delete one first.");
        }
        others.stream()
                .filter(other -> values.hasUrl(other.url))
                .findFirst()
                .ifPresent(other -> errors.add(
                        "/url",
                        "url-taken",
                        "The GitLab instance with the id " + other.id + " has this URL. Change that one instead."));
        errors.throwIfAny();
        others.stream()
                .filter(other -> Names.same(other.name, values.name()))
                .findFirst()
                .ifPresent(other -> {
                    throw new ApiException(
                            ProblemType.NAME_TAKEN,
                            "The name is already taken by the GitLab instance with the id " + other.id
                                    + ". Choose another name.");
                });
    }

    /** The requested state of a stored GitLab instance. */
    private interface Change {

        GitLabInstanceRequest over(InstanceEntity present, ProblemErrors errors);
    }
}
