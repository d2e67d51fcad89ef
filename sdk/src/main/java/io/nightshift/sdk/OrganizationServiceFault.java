package io.nightshift.sdk;

import java.util.Map;

/** What the organization service answers to a request it refuses or cannot carry out: a Dynamics code and a message. */
public class OrganizationServiceFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int errorCode;
    private final transient Map<String, Object> errorDetails;

    /** A fault with any code; {@link FaultCode#fault} makes one with a code of the platform. */
    public OrganizationServiceFault(int errorCode, String message) {
        this(errorCode, message, Map.of());
    }

    /**
     * A fault with further facts for programs.
     *
     * @param errorDetails facts by their names, for example {@code MaxBatchSize}
     */
    public OrganizationServiceFault(int errorCode, String message, Map<String, Object> errorDetails) {
        super(message);
        this.errorCode = errorCode;
        this.errorDetails = Map.copyOf(errorDetails);
    }

    /** A fault with what caused it. */
    public OrganizationServiceFault(int errorCode, String message, Throwable cause) {
        super(message, cause);
        this.errorCode = errorCode;
        this.errorDetails = Map.of();
    }

    /** The signed 32-bit error code. */
    public int errorCode() {
        return errorCode;
    }

    /** The error code as {@code 0x80040217}. */
    public String hexCode() {
        return FaultCode.hex(errorCode);
    }

    /** Facts for programs by their names; empty for most faults. */
    public Map<String, Object> errorDetails() {
        return errorDetails;
    }

    /** Whether the fault has this code. */
    public boolean is(FaultCode code) {
        return errorCode == code.code();
    }
}
