package io.nightshift.server.webapi;

import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.server.webapi.odata.ODataCode;
import java.util.HashMap;
import java.util.Map;

/** The HTTP status of a fault: that of Dataverse, by the code; what is not listed is a bad request. */
final class FaultStatus {

    private static final Map<Integer, Integer> STATUS = new HashMap<>();

    static {
        put(404, FaultCode.OBJECT_DOES_NOT_EXIST, FaultCode.RECORD_NOT_FOUND_BY_ENTITY_KEY, FaultCode.ENTITY_NOT_FOUND);
        put(403, FaultCode.PRIVILEGE_DENIED);
        put(405, FaultCode.CANNOT_DELETE_DUE_TO_ASSOCIATION, FaultCode.NOT_SUPPORTED);
        put(
                412,
                FaultCode.DUPLICATE_RECORD,
                FaultCode.DUPLICATE_RECORD_ENTITY_KEY,
                FaultCode.CONCURRENCY_VERSION_MISMATCH,
                FaultCode.CONCURRENCY_VERSION_NOT_PROVIDED);
        put(410, FaultCode.EXPIRED_VERSION_STAMP);
        put(503, FaultCode.SQL_TIMEOUT, FaultCode.LOCK_NOT_OBTAINED);
        put(500, FaultCode.UNEXPECTED);
        STATUS.put(ODataCode.RESOURCE_NOT_FOUND.code(), 404);
        STATUS.put(ODataCode.TOO_MANY_REQUESTS.code(), 429);
        // More privileges and access rights that Dynamics tells apart.
        STATUS.put(0x80048306, 403);
        STATUS.put(0x80042F09, 403);
    }

    private FaultStatus() {}

    private static void put(int status, FaultCode... codes) {
        for (FaultCode code : codes) {
            STATUS.put(code.code(), status);
        }
    }

    static int of(OrganizationServiceFault fault) {
        return fault instanceof RefusedException refused
                ? refused.status()
                : STATUS.getOrDefault(fault.errorCode(), 400);
    }
}
