package io.nightshift.sdk.messages;

import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.Relationship;
import java.util.List;

/** Ends the relation of records with the target; the related ones are the parameter {@code RelatedEntities}. */
public final class DisassociateRequest extends OrganizationRequest {

    /** The name of the message. */
    public static final String NAME = "Disassociate";

    /** A request with what the message cannot do without. */
    public DisassociateRequest(
            EntityReference target, Relationship relationship, List<EntityReference> relatedEntities) {
        super(NAME);
        set("Target", target);
        set("Relationship", relationship);
        set("RelatedEntities", relatedEntities);
    }

    /** The record. */
    public EntityReference target() {
        return required("Target", EntityReference.class);
    }

    /** The relationship. */
    public Relationship relationship() {
        return required("Relationship", Relationship.class);
    }
}
