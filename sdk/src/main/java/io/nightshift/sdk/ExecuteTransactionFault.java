package io.nightshift.sdk;

/** One request of an ExecuteTransaction failed, so that nothing of any of them remains. It has the code of that request's fault. */
public class ExecuteTransactionFault extends OrganizationServiceFault {

    private static final long serialVersionUID = 1L;

    private final int faultedRequestIndex;

    /**
     * The fault of the whole transaction.
     *
     * @param faultedRequestIndex which request failed, from 0
     * @param fault why it failed
     */
    public ExecuteTransactionFault(int faultedRequestIndex, OrganizationServiceFault fault) {
        super(fault.errorCode(), String.valueOf(fault.getMessage()), fault);
        this.faultedRequestIndex = faultedRequestIndex;
    }

    /** Which request failed, from 0. */
    public int faultedRequestIndex() {
        return faultedRequestIndex;
    }
}
