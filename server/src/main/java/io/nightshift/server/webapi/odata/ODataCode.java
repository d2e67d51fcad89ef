package io.nightshift.server.webapi.odata;

import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;

/** The codes that only the Web API answers with; the others are those of the organization service. */
public enum ODataCode {
    /** A body that is no JSON, or has a property or value that does not fit. */
    INVALID_INPUT(0x80048D19),
    /** An address or query option that cannot be read. */
    QUERY_SYNTAX(0x80060888),
    /** The address leads to nothing. */
    RESOURCE_NOT_FOUND(0x8006088A),
    /** The caller has asked for too much in too short a time. */
    TOO_MANY_REQUESTS(0x80072322),
    /** The caller is not known. */
    NOT_SIGNED_IN(0x80040220);

    private final int code;

    ODataCode(int code) {
        this.code = code;
    }

    /** The signed 32-bit number. */
    public int code() {
        return code;
    }

    /** The form on the wire. */
    public String hex() {
        return FaultCode.hex(code);
    }

    /** The fault with this code; the message says what, where and what to do. */
    public OrganizationServiceFault fault(String message) {
        return new OrganizationServiceFault(code, message);
    }
}
