package io.nightshift.sdk.testing;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.QueryBase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

/**
 * An organization service that keeps records in a map. Queries and messages are answered as the test says, because a plug-in's
 * test knows what they should find. Not thread-safe.
 */
public final class RecordsInMemory implements OrganizationService {

    private final Map<EntityReference, Entity> records = new LinkedHashMap<>();
    private final List<OrganizationRequest> requests = new ArrayList<>();
    private Function<QueryBase, List<Entity>> queries = query -> {
        throw FaultCode.NOT_SUPPORTED.fault("The test does not say what queries find: records().queries(...).");
    };
    private Function<OrganizationRequest, OrganizationResponse> messages = request -> {
        throw FaultCode.NOT_SUPPORTED.fault(
                "The test does not say what " + request.requestName() + " answers: records().messages(...).");
    };

    /** An empty one. */
    public RecordsInMemory() {}

    /** Puts a record there, which has an id. */
    public RecordsInMemory with(Entity record) {
        records.put(new EntityReference(record.logicalName(), Objects.requireNonNull(record.id())), record);
        return this;
    }

    /** Says what queries find. */
    public RecordsInMemory queries(Function<QueryBase, List<Entity>> answers) {
        this.queries = answers;
        return this;
    }

    /** Says what messages answer. */
    public RecordsInMemory messages(Function<OrganizationRequest, OrganizationResponse> answers) {
        this.messages = answers;
        return this;
    }

    /** All records of an entity, the oldest first. */
    public List<Entity> of(String entityName) {
        return records.values().stream()
                .filter(record -> record.logicalName().equals(entityName))
                .toList();
    }

    /** The messages that were sent by {@link #execute}, in their order. */
    public List<OrganizationRequest> requests() {
        return List.copyOf(requests);
    }

    @Override
    public UUID create(Entity entity) {
        UUID id = entity.id() == null ? UUID.randomUUID() : entity.id();
        Entity made = new Entity(entity.logicalName(), id);
        entity.attributes().forEach(made::set);
        with(made);
        return id;
    }

    @Override
    public Entity retrieve(String entityName, UUID id, ColumnSet columns) {
        Entity found = record(entityName, id);
        Entity part = new Entity(entityName, id);
        found.attributes().forEach((name, value) -> {
            if (columns.allColumns() || columns.columns().contains(name)) {
                part.set(name, value);
            }
        });
        return part;
    }

    private Entity record(String entityName, UUID id) {
        Entity found = records.get(new EntityReference(entityName, id));
        if (found == null) {
            throw FaultCode.OBJECT_DOES_NOT_EXIST.fault(
                    "The " + entityName + " with the id " + id + " does not exist.");
        }
        return found;
    }

    @Override
    public EntityCollection retrieveMultiple(QueryBase query) {
        List<Entity> found = queries.apply(query);
        return new EntityCollection(found.isEmpty() ? "" : found.getFirst().logicalName(), found);
    }

    @Override
    public void update(Entity entity) {
        Entity found = record(entity.logicalName(), Objects.requireNonNull(entity.id(), "An update names a record."));
        entity.attributes().forEach(found::set);
    }

    @Override
    public void delete(String entityName, UUID id) {
        record(entityName, id);
        records.remove(new EntityReference(entityName, id));
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request) {
        requests.add(request);
        return messages.apply(request);
    }
}
