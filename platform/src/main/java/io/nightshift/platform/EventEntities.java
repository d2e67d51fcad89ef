package io.nightshift.platform;

import io.nightshift.platform.event.EventMessages;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.organization.MetadataChanges.EntityListener;
import io.nightshift.platform.organization.Organization;
import java.sql.Connection;
import java.util.Collection;

/** Lets custom entities of an organization take steps. */
record EventEntities(PlatformRequester requester, Organization organization, Collection<String> messages)
        implements EntityListener {

    @Override
    public void created(Connection connection, EntityMetadata entity) {
        new EventMessages(requester.beginning(connection, organization)).make(entity, messages);
    }

    @Override
    public void removed(Connection connection, EntityMetadata entity) {
        new EventMessages(requester.beginning(connection, organization)).remove(entity);
    }
}
