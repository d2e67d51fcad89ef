package io.nightshift.sdk;

/**
 * The Dynamics error codes that records, metadata and messages answer with (the SDK's enumeration of error codes). A
 * fault may carry a code that is not listed here: plug-ins have their own.
 */
public enum FaultCode {
    /** A value that the platform requires is missing. */
    REQUIRED_FIELD_MISSING(0x80040200),
    /** A parameter or value makes no sense. */
    INVALID_ARGUMENT(0x80040203),
    /** A failure nobody foresaw. */
    UNEXPECTED(0x80040216),
    /** The record does not exist. */
    OBJECT_DOES_NOT_EXIST(0x80040217),
    /** The caller lacks a privilege. */
    PRIVILEGE_DENIED(0x80040220),
    /** The caller, or the caller's business unit, is disabled. */
    USER_DISABLED(0x80040225),
    /** Other records refer to this one, and their relationship restricts its deletion. */
    CANNOT_DELETE_DUE_TO_ASSOCIATION(0x80040227),
    /** The attribute or record is maintained by the platform. */
    READ_ONLY(0x8004022E),
    /** A record with this id exists. */
    DUPLICATE_RECORD(0x80040237),
    /** The message, or the message for this entity, is not supported. */
    NOT_SUPPORTED(0x80040315),
    /** The entity is not known. */
    ENTITY_NOT_FOUND(0x80041102),
    /** The entity has no such attribute. */
    ATTRIBUTE_NOT_FOUND(0x80041103),
    /** A condition that cannot be: wrong operator for the attribute, wrong number of values. */
    QUERY_BAD_CONDITION(0x80041106),
    /** A query that aggregates asks for a plain attribute, too. */
    QUERY_ATTRIBUTE_WITH_AGGREGATE(0x80041107),
    /** A value of a query that its attribute cannot have. */
    QUERY_INVALID_VALUE(0x80041108),
    /** An alias with characters that are not allowed, or given twice. */
    QUERY_INVALID_ALIAS(0x80041109),
    /** No part of the query has the alias. */
    QUERY_ALIAS_DOES_NOT_EXIST(0x8004110A),
    /** An aggregate or group without an alias. */
    QUERY_NO_ALIAS(0x8004110B),
    /** A page number or size below one. */
    QUERY_VALUE_GREATER_THAN_ZERO(0x8004110C),
    /** A link type that does not exist or cannot stand there. */
    QUERY_INVALID_LINK_TYPE(0x80041117),
    /** An aggregate that does not exist or cannot be computed of the attribute. */
    QUERY_INVALID_AGGREGATE(0x8004111A),
    /** An element or attribute that FetchXML does not have, or not there. */
    QUERY_INVALID_NODE(0x8004111C),
    /** A condition operator that does not exist or is not supported. */
    QUERY_INVALID_CONDITION_OPERATOR(0x80041120),
    /** A number of first rows outside of 1 to 5,000. */
    QUERY_TOP_COUNT(0x80041127),
    /** The database did not answer in the time a query has. */
    SQL_TIMEOUT(0x80044151),
    /** Text that is no well-formed XML. */
    INVALID_XML(0x80040201),
    /** The number is no option of the option set. */
    PICKLIST_VALUE_OUT_OF_RANGE(0x8004431A),
    /** Two options with one number. */
    PICKLIST_VALUE_NOT_UNIQUE(0x80044310),
    /** A whole number outside of the attribute's range. */
    INTEGER_OUT_OF_RANGE(0x8004432F),
    /** A decimal number outside of the attribute's range. */
    DECIMAL_OUT_OF_RANGE(0x80044330),
    /** A text longer than the attribute allows. */
    STRING_TOO_LONG(0x80044331),
    /** A merge would make a record its own parent. */
    MERGE_CYCLICAL_PARENTING(0x80045300),
    /** One of the records to be merged is not active. */
    MERGE_ENTITY_NOT_ACTIVE(0x80045304),
    /** A record was to be merged with itself. */
    MERGE_ENTITIES_IDENTICAL(0x80045305),
    /** The records to be merged have different parents, and it was asked to check that. */
    MERGE_DIFFERENTLY_PARENTED(0x80045316),
    /** The subordinate of a merge has a parent and the master has none, and it was asked to check that. */
    MERGE_LOSS_OF_PARENTING(0x80045317),
    /** The version to ask changes from is older than what is kept of them, or of another database. */
    EXPIRED_VERSION_STAMP(0x80044352),
    /** A lock on the table could not be had in time. */
    LOCK_NOT_OBTAINED(0x80044339),
    /** A relationship of this name exists. */
    RELATIONSHIP_EXISTS(0x8004432B),
    /** A value of another Java type than the attribute's. */
    WRONG_ATTRIBUTE_TYPE(0x80044354),
    /** The primary name attribute is missing. */
    PRIMARY_NAME_NOT_FOUND(0x80044355),
    /** A standard entity cannot be removed. */
    ENTITY_NOT_CUSTOMIZABLE(0x80047008),
    /** A standard attribute cannot be removed. */
    ATTRIBUTE_NOT_CUSTOM(0x80047009),
    /** The attribute that names the records cannot be removed. */
    CANNOT_DELETE_PRIMARY_ATTRIBUTE(0x80047002),
    /** An entity of this name exists, or the name is not allowed. */
    INVALID_SCHEMA_NAME(0x8004700B),
    /** The relationship does not fit what was asked. */
    INVALID_RELATIONSHIP_TYPE(0x8004700F),
    /** An attribute of this name exists. */
    DUPLICATE_ATTRIBUTE(0x80047013),
    /** The entity has no state. */
    ENTITY_HAS_NO_STATE(0x80047015),
    /** The state does not exist, or the status reason does not belong to it. */
    INVALID_STATE_CODE_STATUS_CODE(0x80048408),
    /** The record has changed since it was read. */
    CONCURRENCY_VERSION_MISMATCH(0x80060882),
    /** Optimistic concurrency was asked for without a row version. */
    CONCURRENCY_VERSION_NOT_PROVIDED(0x80060883),
    /** The attributes are no alternate key. */
    ENTITY_KEY_NOT_DEFINED(0x80060890),
    /** No record has these values of the alternate key. */
    RECORD_NOT_FOUND_BY_ENTITY_KEY(0x80060891),
    /** Another record has these values of the alternate key. */
    DUPLICATE_RECORD_ENTITY_KEY(0x80060892),
    /** A key of this name exists. */
    ENTITY_KEY_NAME_EXISTS(0x80060893),
    /** The key's values may be larger than an index holds. */
    INDEX_SIZE_VIOLATED(0x80060895),
    /** A chain of requests that led to each other is too deep: most likely a loop. */
    INFINITE_LOOP(0x80044182),
    /** Custom code failed in a way it did not mean to. */
    ISV_UNEXPECTED(0x80040224),
    /** The code of a plug-in cannot be found or made ready. */
    UNABLE_TO_LOAD_PLUGIN_TYPE(0x80044190),
    /** The assembly of a plug-in cannot be read. */
    UNABLE_TO_LOAD_PLUGIN_ASSEMBLY(0x80044191),
    /** Custom code did not end in the time it has. */
    PLUGIN_TIMEOUT(0x80081111),
    /** A call over the network failed. */
    NETWORK_ERROR(0x80044306),
    /** A bulk delete without a name. */
    JOB_NAME_IS_EMPTY_OR_NULL(0x80048457),
    /** A bulk delete without anything to delete. */
    NO_ENTITIES_FOR_BULK_DELETE(0x80048442),
    /** A record that a bulk delete could not delete. */
    BULK_DELETE_RECORD_DELETION_FAILURE(0x80048435),
    /** A bulk delete recurs daily or not at all. */
    INVALID_RECURRENCE_RULE_FOR_BULK_DELETE(0x8004D2A0),
    /** The interval of such a recurrence is 1 to 365 days. */
    INVALID_RECURRENCE_INTERVAL(0x8004D2A1),
    /** Custom code aborted the operation. */
    ISV_ABORTED(0x80040265);

    private final int code;

    FaultCode(int code) {
        this.code = code;
    }

    /** The signed 32-bit number. */
    public int code() {
        return code;
    }

    /** The form shown to people and on the wire: {@code 0x80040217}. */
    public String hex() {
        return hex(code);
    }

    /** The hexadecimal form of any code. */
    public static String hex(int code) {
        return String.format("0x%08X", code);
    }

    /** The fault with this code; the message says what, where and what to do. */
    public OrganizationServiceFault fault(String message) {
        return new OrganizationServiceFault(code, message);
    }
}
