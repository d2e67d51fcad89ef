package io.nightshift.server.webapi;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryExpression;
import io.nightshift.server.webapi.additions.Additions;
import io.nightshift.server.webapi.additions.Asker;
import io.nightshift.server.webapi.odata.Model;
import io.nightshift.server.webapi.odata.ODataCode;
import io.nightshift.server.webapi.odata.Segment;
import io.nightshift.server.webapi.odata.Shown;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a request works with.
 *
 * @param service the service of the caller, of its own transaction or of a change set's
 * @param additions what the asynchronous service itself answers
 * @param asker who asks it
 * @param root the address of the service
 * @param references addresses of the records that earlier parts of a change set made, by their Content-ID
 * @param transaction carries several calls of the service out together; null when the service is one transaction already
 */
record Scope(
        Model model,
        OrganizationService service,
        Additions additions,
        Asker asker,
        String root,
        Map<String, String> references,
        @Nullable Transaction transaction) {

    /** Work that is done as a whole or not at all, in a scope of its own. */
    @FunctionalInterface
    interface Transaction {
        ApiAnswer of(Function<Scope, ApiAnswer> work);
    }

    /** The answer of work whose calls are carried out together. */
    ApiAnswer together(Function<Scope, ApiAnswer> work) {
        return transaction == null ? work.apply(this) : transaction.of(work);
    }

    /** The same, whose service carries the flags of a request. */
    Scope flagged(ApiRequest request) {
        OrganizationService flagged = FlaggedService.of(service, request);
        if (flagged.equals(service)) {
            return this;
        }
        Transaction whole =
                transaction == null ? null : work -> transaction.of(scope -> work.apply(scope.flagged(request)));
        return new Scope(model, flagged, additions, asker, root, references, whole);
    }

    /** The same with other references. */
    Scope with(Map<String, String> others) {
        return new Scope(model, service, additions, asker, root, Map.copyOf(others), transaction);
    }

    /** The address of a record. */
    String address(EntityMetadata entity, UUID id) {
        return root + "/" + entity.names().entitySetName() + "(" + id + ")";
    }

    /** The id of the record that the key names. */
    UUID id(EntityMetadata entity, RecordKey key) {
        UUID known = key.id();
        if (known != null) {
            return known;
        }
        QueryExpression query = new QueryExpression(entity.logicalName(), entity.primaryIdAttribute()).top(1);
        for (Map.Entry<String, Object> value : key.values().entrySet()) {
            query = query.where(value.getKey(), ConditionOperator.EQUAL, value.getValue());
        }
        List<Entity> found = service.retrieveMultiple(query).entities();
        UUID id = found.isEmpty() ? null : found.getFirst().id();
        if (id == null) {
            throw FaultCode.RECORD_NOT_FOUND_BY_ENTITY_KEY.fault("No record of " + entity.logicalName()
                    + " has these values of the key " + key.values().keySet() + ".");
        }
        return id;
    }

    /** A fault when there is no such record. */
    void require(EntityMetadata entity, UUID id) {
        service.retrieve(entity.logicalName(), id, ColumnSet.of(entity.primaryIdAttribute()));
    }

    /**
     * The record of an address in a body: {@code /accounts(id)}, a whole address, or {@code $1} for what an earlier part
     * of the change set made. The last set with a key counts, because clients differ in what stands before.
     */
    EntityReference reference(String address) {
        String text = address.strip();
        if (text.startsWith("$")) {
            String made = references.get(text.substring(1));
            if (made == null) {
                throw ODataCode.INVALID_INPUT.fault(
                        "'" + Shown.of(text) + "' names no earlier part of this change set that made a record.");
            }
            text = made;
        }
        if (text.contains("://") || text.startsWith("/api/")) {
            int data = text.indexOf("/api/data/");
            text = data < 0 ? text.substring(text.indexOf("://") + 3) : text.substring(data + "/api/data/".length());
        }
        List<Segment> segments = Segment.of(text);
        Segment last = segments.isEmpty() ? null : segments.getLast();
        String key = last == null ? null : last.arguments();
        EntityMetadata entity = last == null ? null : model.set(last.name()).orElse(null);
        if (key == null || entity == null) {
            throw ODataCode.INVALID_INPUT.fault(
                    "'" + Shown.of(address) + "' is not the address of a record, as /accounts(ID).");
        }
        return new EntityReference(entity.logicalName(), id(entity, RecordKey.of(entity, key)));
    }
}
