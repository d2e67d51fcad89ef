package io.nightshift.operation;

import java.util.HashMap;
import java.util.Map;

/**
 * The type of an operation; numbers and names are those of Dynamics (dynamics-facts 3), with one addition of ours:
 * {@link #CUSTOM}, the type of an operation that an application defines by its message name alone.
 */
public enum OperationType {
    CUSTOM(0, "Custom"),
    SYSTEM_EVENT(1, "System Event"),
    BULK_EMAIL(2, "Bulk Email"),
    IMPORT_FILE_PARSE(3, "Import File Parse"),
    TRANSFORM_PARSE_DATA(4, "Transform Parse Data"),
    IMPORT(5, "Import"),
    ACTIVITY_PROPAGATION(6, "Activity Propagation"),
    DUPLICATE_DETECTION_RULE_PUBLISH(7, "Duplicate Detection Rule Publish"),
    BULK_DUPLICATE_DETECTION(8, "Bulk Duplicate Detection"),
    SQM_DATA_COLLECTION(9, "SQM Data Collection", Capabilities.PROTECTED),
    WORKFLOW(10, "Workflow"),
    QUICK_CAMPAIGN(11, "Quick Campaign"),
    MATCHCODE_UPDATE(12, "Matchcode Update"),
    BULK_DELETE(13, "Bulk Delete"),
    DELETION_SERVICE(14, "Deletion Service"),
    INDEX_MANAGEMENT(15, "Index Management"),
    COLLECT_ORGANIZATION_STATISTICS(16, "Collect Organization Statistics", Capabilities.PROTECTED),
    IMPORT_SUBPROCESS(17, "Import Subprocess"),
    CALCULATE_ORGANIZATION_STORAGE_SIZE(18, "Calculate Organization Storage Size", Capabilities.PROTECTED),
    COLLECT_ORGANIZATION_DATABASE_STATISTICS(19, "Collect Organization Database Statistics", Capabilities.PROTECTED),
    COLLECTION_ORGANIZATION_SIZE_STATISTICS(20, "Collection Organization Size Statistics", Capabilities.PROTECTED),
    DATABASE_TUNING(21, "Database Tuning"),
    CALCULATE_ORGANIZATION_MAXIMUM_STORAGE_SIZE(
            22, "Calculate Organization Maximum Storage Size", Capabilities.PROTECTED),
    BULK_DELETE_SUBPROCESS(23, "Bulk Delete Subprocess"),
    UPDATE_STATISTIC_INTERVALS(24, "Update Statistic Intervals", Capabilities.PROTECTED),
    ORGANIZATION_FULL_TEXT_CATALOG_INDEX(25, "Organization Full Text Catalog Index", Capabilities.PROTECTED),
    DATABASE_LOG_BACKUP(26, "Database log backup"),
    UPDATE_CONTRACT_STATES(27, "Update Contract States", Capabilities.PROTECTED),
    DBCC_SHRINKDATABASE_MAINTENANCE_JOB(28, "DBCC SHRINKDATABASE maintenance job"),
    DBCC_SHRINKFILE_MAINTENANCE_JOB(29, "DBCC SHRINKFILE maintenance job"),
    REINDEX_ALL_INDICES_MAINTENANCE_JOB(30, "Reindex all indices maintenance job"),
    STORAGE_LIMIT_NOTIFICATION(31, "Storage Limit Notification", Capabilities.PROTECTED),
    CLEANUP_INACTIVE_WORKFLOW_ASSEMBLIES(32, "Cleanup inactive workflow assemblies"),
    RECURRING_SERIES_EXPANSION(35, "Recurring Series Expansion"),
    IMPORT_SAMPLE_DATA(38, "Import Sample Data"),
    GOAL_ROLL_UP(40, "Goal Roll Up"),
    AUDIT_PARTITION_CREATION(41, "Audit Partition Creation"),
    CHECK_FOR_LANGUAGE_PACK_UPDATES(42, "Check For Language Pack Updates"),
    PROVISION_LANGUAGE_PACK(43, "Provision Language Pack"),
    UPDATE_ORGANIZATION_DATABASE(44, "Update Organization Database"),
    UPDATE_SOLUTION(45, "Update Solution"),
    REGENERATE_ENTITY_ROW_COUNT_SNAPSHOT_DATA(46, "Regenerate Entity Row Count Snapshot Data"),
    REGENERATE_READ_SHARE_SNAPSHOT_DATA(47, "Regenerate Read Share Snapshot Data"),
    POST_TO_YAMMER(49, "Post to Yammer"),
    OUTGOING_ACTIVITY(50, "Outgoing Activity"),
    INCOMING_EMAIL_PROCESSING(51, "Incoming Email Processing"),
    MAILBOX_TEST_ACCESS(52, "Mailbox Test Access"),
    ENCRYPTION_HEALTH_CHECK(53, "Encryption Health Check"),
    EXECUTE_ASYNC_REQUEST(54, "Execute Async Request"),
    UPDATE_ENTITLEMENT_STATES(56, "Update Entitlement States"),
    CALCULATE_ROLLUP_FIELD(57, "Calculate Rollup Field", Capabilities.ROLLUP),
    MASS_CALCULATE_ROLLUP_FIELD(58, "Mass Calculate Rollup Field", Capabilities.ROLLUP),
    IMPORT_TRANSLATION(59, "Import Translation"),
    CONVERT_DATE_AND_TIME_BEHAVIOR(62, "Convert Date And Time Behavior"),
    ENTITYKEY_INDEX_CREATION(63, "EntityKey Index Creation"),
    UPDATE_KNOWLEDGE_ARTICLE_STATES(65, "Update Knowledge Article States"),
    RESOURCE_BOOKING_SYNC(68, "Resource Booking Sync"),
    RELATIONSHIP_ASSISTANT_CARDS(69, "Relationship Assistant Cards"),
    CLEANUP_SOLUTION_COMPONENTS(71, "Cleanup Solution Components"),
    APP_MODULE_METADATA_OPERATION(72, "App Module Metadata Operation"),
    ALM_ANOMALY_DETECTION_OPERATION(73, "ALM Anomaly Detection Operation"),
    FLOW_NOTIFICATION(75, "Flow Notification"),
    RIBBON_CLIENT_METADATA_OPERATION(76, "Ribbon Client Metadata Operation"),
    CALLBACKREGISTRATION_EXPANDER_OPERATION(79, "CallbackRegistration Expander Operation"),
    MIGRATE_NOTES_TO_ATTACHMENTS_JOB(85, "Migrate notes to attachments job"),
    MIGRATE_ARTICLE_CONTENT_TO_FILE_STORAGE(86, "Migrate article content to file storage"),
    UPDATED_DEACTIVATED_ON_FOR_RESOLVED_CASES_JOB(87, "Updated Deactivated On for Resolved Cases job"),
    CASCADEASSIGN(90, "CascadeAssign"),
    CASCADEDELETE(91, "CascadeDelete"),
    EVENT_EXPANDER_OPERATION(92, "Event Expander Operation"),
    IMPORT_SOLUTION_METADATA(93, "Import Solution Metadata"),
    BULK_DELETE_FILE_ATTACHMENT(94, "Bulk Delete File Attachment"),
    REFRESH_BUSINESS_UNIT_FOR_RECORDS_OWNED_BY_PRINCIPAL(95, "Refresh Business Unit for Records Owned By Principal"),
    REVOKE_INHERITED_ACCESS(96, "Revoke Inherited Access"),
    CREATE_OR_REFRESH_VIRTUAL_ENTITY(98, "Create Or Refresh Virtual Entity"),
    CASCADE_FLOWSESSION_PERMISSIONS(100, "Cascade FlowSession Permissions"),
    UPDATE_MODERN_FLOW(101, "Update Modern Flow"),
    ASYNCARCHIVE(102, "AsyncArchive"),
    CANCEL_ASYNC_OPERATIONS_SYSTEM(103, "Cancel Async Operations (System)"),
    PROVISION_LANGUAGE_FOR_USER(201, "Provision language for user"),
    EXPORT_SOLUTION(202, "Export Solution"),
    IMPORT_SOLUTION(203, "Import Solution"),
    PUBLISHALL(204, "PublishAll"),
    DELETEANDPROMOTE(207, "DeleteAndPromote"),
    UNINSTALLSOLUTION(208, "UninstallSolution"),
    PROVISIONLANGUAGE(209, "ProvisionLanguage"),
    IMPORTTRANSLATION(210, "ImportTranslation"),
    STAGEANDUPGRADE(211, "StageAndUpgrade"),
    DENORMALIZATION(239, "Denormalization"),
    REFRESH_RUNTIME_INTEGRATION_COMPONENTS(250, "Refresh Runtime Integration Components"),
    BULK_ARCHIVE_OPERATION(300, "Bulk Archive Operation"),
    ARCHIVE_EXECUTION(301, "Archive Execution"),
    FINOPS_DEPLOYMENT(302, "FinOps Deployment"),
    PURGE_ARCHIVED_CONTENT(304, "Purge Archived Content"),
    REGISTER_OFFERING(305, "Register Offering"),
    EXECUTE_DATAPROCESSING_CONFIGURATION(306, "Execute DataProcessing Configuration"),
    SYNC_SYNAPSE_TABLES_SCHEMA(307, "Sync Synapse Tables Schema"),
    FINOPS_DB_SYNC(308, "FinOps DB Sync"),
    FINOPS_UNIT_TEST(309, "FinOps Unit Test"),
    CATALOG_SERVICE_GENERATE_PACKAGE(320, "Catalog Service Generate Package"),
    CATALOG_SERVICE_SUBMIT_APPROVAL_REQUEST(321, "Catalog Service Submit Approval Request"),
    CATALOG_SERVICE_INSTALL_REQUEST(322, "Catalog Service Install Request"),
    CASCADE_GRANT_OR_REVOKE_ACCESS_VERSION_TRACKING(12801, "Cascade Grant or Revoke Access Version Tracking"),
    AI_BUILDER_TRAINING_EVENTS(190690091, "AI Builder Training Events"),
    AI_BUILDER_PREDICTION_EVENTS(190690092, "AI Builder Prediction Events");

    private static final Map<Integer, OperationType> BY_CODE = new HashMap<>();

    static {
        for (OperationType type : values()) {
            BY_CODE.put(type.code, type);
        }
    }

    private final int code;
    private final String label;
    private final Capabilities capabilities;

    OperationType(int code, String label) {
        this(code, label, Capabilities.OPEN);
    }

    OperationType(int code, String label, Capabilities capabilities) {
        this.code = code;
        this.label = label;
        this.capabilities = capabilities;
    }

    /** The number on the wire and in the database. */
    public int code() {
        return code;
    }

    /** The name shown to people. */
    public String label() {
        return label;
    }

    /** Which user moves the type is open to. */
    public Capabilities capabilities() {
        return capabilities;
    }

    /** The class its operations belong to unless the caller says otherwise: plug-ins are what people wait for. */
    public PriorityClass priorityClass() {
        return this == SYSTEM_EVENT ? PriorityClass.PRIORITY : PriorityClass.REGULAR;
    }

    /** The type of the occurrences of a series of this type: Dynamics has one of its own for bulk delete. */
    public OperationType ofOccurrences() {
        return this == BULK_DELETE ? BULK_DELETE_SUBPROCESS : this;
    }

    /** Whether errors are judged by the workflow column of the outcome table. */
    public boolean isWorkflow() {
        return this == WORKFLOW;
    }

    /** Whether this release knows a type with this number; a newer one on the same database may know more. */
    public static boolean isKnown(int code) {
        return BY_CODE.containsKey(code);
    }

    /** The type of a row in the database; one that only a newer release knows is read as {@link #CUSTOM}. */
    public static OperationType stored(int code) {
        return BY_CODE.getOrDefault(code, CUSTOM);
    }

    /** The type with this number; an unknown one is refused with 0x80044303. */
    public static OperationType of(int code) {
        OperationType type = BY_CODE.get(code);
        if (type == null) {
            throw ErrorCode.TYPE_NOT_RECOGNIZED.fault(
                    "There is no operation type " + code + "; use 0 for an operation of your own, or a Dynamics type.");
        }
        return type;
    }
}
