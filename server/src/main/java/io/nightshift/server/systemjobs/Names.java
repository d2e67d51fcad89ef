package io.nightshift.server.systemjobs;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryExpression;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the records are called that operations name; what the visitor may not see has the short form of its id. */
public final class Names {

    /** Of none. */
    static final Names NONE = new Names(Map.of());

    private static final int SHORT = 8;

    private final Map<UUID, Map<String, String>> names;

    private Names(Map<UUID, Map<String, String>> names) {
        this.names = names;
    }

    /** Asks for all of them at once, with the rights of the visitor. */
    static Names of(List<AsyncOperation> operations, Visitor visitor, Site site) {
        Object[] ids = operations.stream()
                .filter(operation -> operation.ownerId() != null || operation.regardingId() != null)
                .map(AsyncOperation::id)
                .toArray();
        if (ids.length == 0) {
            return NONE;
        }
        Map<UUID, Map<String, String>> names = new HashMap<>();
        try {
            for (Entity found : site.service(visitor)
                    .retrieveMultiple(new QueryExpression("asyncoperation", "ownerid", "regardingobjectid")
                            .where("asyncoperationid", ConditionOperator.IN, ids))
                    .entities()) {
                names.put(found.id(), found.formattedValues());
            }
        } catch (OrganizationServiceFault fault) {
            return NONE;
        }
        return new Names(names);
    }

    /** Its columns that are names of other records. */
    static boolean areIn(List<Column> columns) {
        return columns.contains(Column.OWNER) || columns.contains(Column.REGARDING);
    }

    /** Who owns it. */
    public String owner(AsyncOperation operation) {
        return name(operation, "ownerid", String.valueOf(operation.ownerId()));
    }

    /** What it is about. */
    public String regarding(AsyncOperation operation) {
        return name(operation, "regardingobjectid", String.valueOf(operation.regardingId()));
    }

    private String name(AsyncOperation operation, String attribute, String id) {
        return names.getOrDefault(operation.id(), Map.of())
                .getOrDefault(attribute, id.substring(0, Math.min(SHORT, id.length())));
    }
}
