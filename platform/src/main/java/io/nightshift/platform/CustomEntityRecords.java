package io.nightshift.platform;

import io.nightshift.platform.event.EventMessages;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.organization.MetadataChanges.EntityListener;
import io.nightshift.platform.organization.Organization;
import io.nightshift.platform.record.FirstRecords;
import io.nightshift.platform.record.RequestContext;
import java.sql.Connection;
import java.util.Collection;

/** What custom entities of an organization come with: the messages that take steps on them, and privileges. */
record CustomEntityRecords(PlatformRequester requester, Organization organization, Collection<String> messages)
        implements EntityListener {

    @Override
    public void created(Connection connection, EntityMetadata entity) {
        RequestContext context = requester.beginning(connection, organization);
        new EventMessages(context).make(entity, messages);
        FirstRecords.makePrivileges(context, entity);
    }

    @Override
    public void removed(Connection connection, EntityMetadata entity) {
        RequestContext context = requester.beginning(connection, organization);
        new EventMessages(context).remove(entity);
        FirstRecords.removePrivileges(context, entity);
    }
}
