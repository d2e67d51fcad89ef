package io.nightshift.platform.message;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.organization.RecordTable;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.messages.RetrieveTotalRecordCountRequest;
import io.nightshift.sdk.messages.RetrieveTotalRecordCountResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells about how many records entities have, without counting them. */
final class RetrieveTotalRecordCountMessage implements Message {

    private static final int MOST = 1000;

    @Override
    public String name() {
        return RetrieveTotalRecordCountRequest.NAME;
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        List<String> names = Lists.of(request, "EntityNames", String.class);
        if (names.isEmpty() || names.size() > MOST) {
            throw FaultCode.INVALID_ARGUMENT.fault("EntityNames are 1 to " + MOST + "; got " + names.size() + ".");
        }
        Map<String, Long> counts = new LinkedHashMap<>();
        for (String name : names) {
            EntityMetadata entity = context.entity(name);
            context.access().require(AccessRight.READ, entity);
            counts.put(name, RecordTable.of(context.organization(), entity).estimatedRows(context.sql()));
        }
        return new RetrieveTotalRecordCountResponse(counts);
    }
}
