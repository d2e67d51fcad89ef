package io.nightshift.sdk;

/** What the organization service answers to a request it refuses or cannot carry out: a Dynamics code and a message. */
public class OrganizationServiceFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int errorCode;

    /** A fault with any code; {@link FaultCode#fault} makes one with a code of the platform. */
    public OrganizationServiceFault(int errorCode, String message) {
        super(message);
        this.errorCode = errorCode;
    }

    /** A fault with what caused it. */
    public OrganizationServiceFault(int errorCode, String message, Throwable cause) {
        super(message, cause);
        this.errorCode = errorCode;
    }

    /** The signed 32-bit error code. */
    public int errorCode() {
        return errorCode;
    }

    /** The error code as {@code 0x80040217}. */
    public String hexCode() {
        return FaultCode.hex(errorCode);
    }

    /** Whether the fault has this code. */
    public boolean is(FaultCode code) {
        return errorCode == code.code();
    }
}
