package io.nightshift.platform.security;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.ExecuteMultipleSettings;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.Relationship;
import io.nightshift.sdk.messages.AssignRequest;
import io.nightshift.sdk.messages.AssociateRequest;
import io.nightshift.sdk.messages.AuditRequests;
import io.nightshift.sdk.messages.BulkDeleteRequest;
import io.nightshift.sdk.messages.CreateMultipleRequest;
import io.nightshift.sdk.messages.CreateRequest;
import io.nightshift.sdk.messages.DeleteMultipleRequest;
import io.nightshift.sdk.messages.DeleteRequest;
import io.nightshift.sdk.messages.DisassociateRequest;
import io.nightshift.sdk.messages.ExecuteAsyncRequest;
import io.nightshift.sdk.messages.ExecuteBackgroundOperationRequest;
import io.nightshift.sdk.messages.ExecuteByIdRequest;
import io.nightshift.sdk.messages.ExecuteMultipleRequest;
import io.nightshift.sdk.messages.ExecuteTransactionRequest;
import io.nightshift.sdk.messages.ExecuteWorkflowRequest;
import io.nightshift.sdk.messages.FileRequests;
import io.nightshift.sdk.messages.MergeRequest;
import io.nightshift.sdk.messages.RetrieveCurrentOrganizationRequest;
import io.nightshift.sdk.messages.RetrieveEntityChangesRequest;
import io.nightshift.sdk.messages.RetrieveMultipleRequest;
import io.nightshift.sdk.messages.RetrieveRequest;
import io.nightshift.sdk.messages.RetrieveTotalRecordCountRequest;
import io.nightshift.sdk.messages.RetrieveVersionRequest;
import io.nightshift.sdk.messages.SetStateRequest;
import io.nightshift.sdk.messages.UpdateMultipleRequest;
import io.nightshift.sdk.messages.UpdateRequest;
import io.nightshift.sdk.messages.UpsertRequest;
import io.nightshift.sdk.messages.WhoAmIRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A request of every message there is, each about records of an organization that the caller is not of. */
final class EveryMessage {

    private static final List<String> ABOUT_METADATA = List.of(
            "CreateEntity",
            "UpdateEntity",
            "DeleteEntity",
            "RetrieveEntity",
            "RetrieveAllEntities",
            "RetrieveMetadataChanges",
            "CreateAttribute",
            "UpdateAttribute",
            "DeleteAttribute",
            "RetrieveAttribute",
            "CreateOneToMany",
            "CreateManyToMany",
            "DeleteRelationship",
            "RetrieveRelationship",
            "CreateEntityKey",
            "DeleteEntityKey",
            "InsertOptionValue",
            "InsertStatusValue",
            "UpdateOptionValue",
            "DeleteOptionValue",
            "OrderOption",
            "PublishXml",
            "PublishAllXml");

    /** A file of ours, and what a caller of ours was given to send and fetch it. */
    record Sent(EntityReference record, UUID file, String upload, String download, UUID audit) {}

    private EveryMessage() {}

    /** By the names of the messages. */
    static Map<String, OrganizationRequest> about(UUID account, UUID contact, UUID view, UUID mine, Sent sent) {
        EntityReference target = new EntityReference("account", account);
        EntityReference child = new EntityReference("contact", contact);
        Entity change = new Entity("account", account).set("fax", "1");
        Relationship pairs = new Relationship("account_primary_contact");
        QueryExpression query =
                new QueryExpression("account", "name").where("accountid", ConditionOperator.EQUAL, account);
        DeleteRequest delete = new DeleteRequest(target);
        Map<String, OrganizationRequest> tries = new LinkedHashMap<>();
        for (OrganizationRequest request : List.of(
                new CreateRequest(new Entity("contact").set("lastname", "x").set("parentcustomerid", target)),
                new CreateMultipleRequest(new EntityCollection(
                        "contact", List.of(new Entity("contact").set("parentcustomerid", target)))),
                new RetrieveRequest(target, ColumnSet.all()),
                new RetrieveMultipleRequest(query),
                ExecuteByIdRequest.savedQuery(view),
                ExecuteByIdRequest.userQuery(mine),
                new UpdateRequest(change),
                new UpdateMultipleRequest(new EntityCollection("account", List.of(change))),
                new UpsertRequest(new Entity("task", UUID.randomUUID()).set("regardingobjectid", target)),
                new SetStateRequest(target, new OptionSetValue(1), new OptionSetValue(-1)),
                new AssignRequest(target, new EntityReference("systemuser", UUID.randomUUID())),
                new AssociateRequest(target, pairs, List.of(child)),
                new DisassociateRequest(target, pairs, List.of(child)),
                delete,
                new DeleteMultipleRequest(List.of(target)),
                new MergeRequest(target, UUID.randomUUID()),
                new BulkDeleteRequest("all of it", List.of(query)),
                new ExecuteAsyncRequest(new MergeRequest(target, contact)),
                new ExecuteBackgroundOperationRequest(new MergeRequest(target, contact)),
                new ExecuteMultipleRequest(List.of(delete), new ExecuteMultipleSettings(true, true)),
                new ExecuteTransactionRequest(List.of(delete), true),
                new ExecuteWorkflowRequest(UUID.randomUUID(), account),
                new OrganizationRequest("SendEmail").set("EmailId", account).set("IssueSend", true),
                new OrganizationRequest("InstantiateTemplate")
                        .set("TemplateId", view)
                        .set("ObjectType", "account")
                        .set("ObjectId", account),
                new OrganizationRequest("SkipWorkflowStep")
                        .set("AsyncOperationId", account)
                        .set("Reason", "x"),
                new RetrieveTotalRecordCountRequest(List.of("account")),
                new RetrieveEntityChangesRequest("account", ColumnSet.of("name"), null),
                new RetrieveVersionRequest(),
                new RetrieveCurrentOrganizationRequest(),
                new WhoAmIRequest())) {
            tries.put(request.requestName(), request);
        }
        ofFilesAndAudit(sent, target).forEach(request -> tries.put(request.requestName(), request));
        ABOUT_METADATA.forEach(message -> tries.put(message, ofMetadata(message)));
        return tries;
    }

    private static OrganizationRequest ofMetadata(String message) {
        return new OrganizationRequest(message)
                .set("LogicalName", "new_hidden")
                .set("EntityLogicalName", "new_hidden")
                .set("EntityName", "new_hidden")
                .set("AttributeLogicalName", "new_name")
                .set("Name", "new_name");
    }

    private static List<OrganizationRequest> ofFilesAndAudit(Sent sent, EntityReference account) {
        return List.of(
                FileRequests.initializeUpload(sent.record(), "new_file", "b.txt"),
                FileRequests.uploadBlock(sent.upload(), "1", new byte[] {1}),
                FileRequests.commitUpload(sent.upload(), "a.txt", "text/plain", List.of("1")),
                FileRequests.initializeDownload(sent.record(), "new_file"),
                FileRequests.downloadBlock(sent.download(), 0, 100),
                FileRequests.deleteFile(sent.file()),
                AuditRequests.retrieveAuditDetails(sent.audit()),
                AuditRequests.retrieveRecordChangeHistory(account, PagingInfo.FIRST),
                AuditRequests.retrieveAttributeChangeHistory(account, "name", PagingInfo.FIRST));
    }
}
