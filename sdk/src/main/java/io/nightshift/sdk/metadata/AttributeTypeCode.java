package io.nightshift.sdk.metadata;

import io.nightshift.sdk.FaultCode;

/** The kinds of attributes (Dynamics: AttributeTypeCode, and the two that Dynamics calls Virtual there by their own names). */
public enum AttributeTypeCode {
    /** A 64-bit whole number. */
    BIG_INT("BigInt"),
    /** Yes or no. */
    BOOLEAN("Boolean"),
    /** A reference to an account or a contact. */
    CUSTOMER("Customer"),
    /** A date, or a date with a time. */
    DATE_TIME("DateTime"),
    /** An exact decimal number. */
    DECIMAL("Decimal"),
    /** A floating-point number. */
    DOUBLE("Double"),
    /** A file with its content. */
    FILE("File"),
    /** A 32-bit whole number. */
    INTEGER("Integer"),
    /** A reference to a record. */
    LOOKUP("Lookup"),
    /** Text of several lines. */
    MEMO("Memo"),
    /** An amount of money. */
    MONEY("Money"),
    /** Any number of options. */
    MULTI_SELECT_PICKLIST("MultiSelectPicklist"),
    /** The user or team that owns a record; only the platform makes one. */
    OWNER("Owner"),
    /** One option. */
    PICKLIST("Picklist"),
    /** The state of a record; only the platform makes one. */
    STATE("State"),
    /** The status reason of a record; only the platform makes one. */
    STATUS("Status"),
    /** One line of text. */
    STRING("String"),
    /** An id. */
    UNIQUEIDENTIFIER("Uniqueidentifier");

    private final String word;

    AttributeTypeCode(String word) {
        this.word = word;
    }

    /** The word on the wire. */
    public String word() {
        return word;
    }

    /** The kind with this word; 0x80040203 when there is none. */
    public static AttributeTypeCode of(String word) {
        for (AttributeTypeCode code : values()) {
            if (code.word.equals(word)) {
                return code;
            }
        }
        throw FaultCode.INVALID_ARGUMENT.fault("There is no attribute type of that name.");
    }
}
