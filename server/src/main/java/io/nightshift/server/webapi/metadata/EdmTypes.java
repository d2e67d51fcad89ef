package io.nightshift.server.webapi.metadata;

import io.nightshift.platform.metadata.AttributeType;
import io.nightshift.platform.metadata.DateTimeBehavior;
import io.nightshift.server.webapi.metadata.OperationSignature.ParameterType;

/** The types of OData for attributes and parameters. */
final class EdmTypes {

    /** The namespace of everything Dynamics has. */
    static final String DYNAMICS = "Microsoft.Dynamics.CRM";

    /** The namespace of what we add. */
    static final String OURS = "Nightshift";

    /** What every entity type is. */
    static final String BASE = "crmbaseentity";

    private EdmTypes() {}

    static String of(AttributeType type) {
        return switch (type) {
            case AttributeType.StringType _, AttributeType.MemoType _, AttributeType.MultiSelectPicklistType _ ->
                "Edm.String";
            case AttributeType.IntegerType _,
                    AttributeType.PicklistType _,
                    AttributeType.StateType _,
                    AttributeType.StatusType _ -> "Edm.Int32";
            case AttributeType.BigIntType _ -> "Edm.Int64";
            case AttributeType.DecimalType _, AttributeType.MoneyType _ -> "Edm.Decimal";
            case AttributeType.DoubleType _ -> "Edm.Double";
            case AttributeType.BooleanType _ -> "Edm.Boolean";
            case AttributeType.DateTimeType time ->
                time.behavior() == DateTimeBehavior.DATE_ONLY ? "Edm.Date" : "Edm.DateTimeOffset";
            case AttributeType.UniqueIdentifierType _,
                    AttributeType.LookupType _,
                    AttributeType.CustomerType _,
                    AttributeType.OwnerType _,
                    AttributeType.FileType _ -> "Edm.Guid";
        };
    }

    static String of(ParameterType type) {
        return switch (type) {
            case TEXT, RELATIONSHIP -> "Edm.String";
            case TEXTS -> "Collection(Edm.String)";
            case COUNTS -> DYNAMICS + ".EntityRecordCountCollection";
            case WHOLE, OPTION -> "Edm.Int32";
            case WHOLES -> "Collection(Edm.Int32)";
            case LONG -> "Edm.Int64";
            case BOOLEAN -> "Edm.Boolean";
            case TIME -> "Edm.DateTimeOffset";
            case TIMES -> "Collection(Edm.DateTimeOffset)";
            case BINARY -> "Edm.Binary";
            case PAGING -> DYNAMICS + ".PagingInfo";
            case AUDITDETAIL -> DYNAMICS + ".AuditDetail";
            case AUDITDETAILS -> DYNAMICS + ".AuditDetailCollection";
            case ID -> "Edm.Guid";
            case IDS -> "Collection(Edm.Guid)";
            case RECORD, REFERENCE, REFERENCEID -> DYNAMICS + "." + BASE;
            case RECORDS, REFERENCES -> "Collection(" + DYNAMICS + "." + BASE + ")";
            case QUERIES -> "Collection(" + DYNAMICS + ".QueryBase)";
            case REQUEST -> OURS + ".OrganizationRequest";
            case REQUESTS -> "Collection(" + OURS + ".OrganizationRequest)";
            case SETTINGS -> OURS + ".ExecuteMultipleSettings";
            case OBJECT, ITEM, SWITCHES -> OURS + ".ResponseItem";
            case ITEMS -> "Collection(" + OURS + ".ResponseItem)";
        };
    }
}
