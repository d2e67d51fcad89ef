package io.nightshift.server.systemjobs;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.query.ColumnSet;
import java.util.Map;

/** What the records are called that an operation names; what the visitor may not see has the short form of its id. */
public record Names(String owner, String regarding) {

    private static final int SHORT = 8;

    static Names of(AsyncOperation operation, PageCall call, Site site) {
        Map<String, String> names = read(operation, call, site);
        String owner = String.valueOf(operation.ownerId());
        return new Names(
                names.getOrDefault("ownerid", owner.substring(0, Math.min(SHORT, owner.length()))),
                names.getOrDefault("regardingobjectid", String.valueOf(operation.regardingType())));
    }

    private static Map<String, String> read(AsyncOperation operation, PageCall call, Site site) {
        if (operation.ownerId() == null && operation.regardingId() == null) {
            return Map.of();
        }
        try {
            Entity record = site.service(call)
                    .retrieve("asyncoperation", operation.id(), ColumnSet.of("ownerid", "regardingobjectid"));
            return record.formattedValues();
        } catch (OrganizationServiceFault fault) {
            return Map.of();
        }
    }
}
