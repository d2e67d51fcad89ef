package io.nightshift.platform.query;

import io.nightshift.sdk.OrganizationServiceFault;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Where in a text the parts of a query stood, so that a fault found later can still name the line. */
final class Places {

    private final Map<Object, Integer> lines = new IdentityHashMap<>();

    void put(Object part, int line) {
        lines.put(part, line);
    }

    /** Runs what reads a part; its fault names the line, if the part has one and no part within it was named before. */
    <T> T at(Object part, Supplier<T> reading) {
        Integer line = lines.get(part);
        try {
            return reading.get();
        } catch (OrganizationServiceFault fault) {
            if (line == null || fault instanceof Placed) {
                throw fault;
            }
            throw new Placed(fault, line);
        }
    }

    /** A fault that names its line. */
    static final class Placed extends OrganizationServiceFault {
        private static final long serialVersionUID = 1L;

        Placed(OrganizationServiceFault fault, int line) {
            super(fault.errorCode(), "FetchXML, line " + line + ": " + fault.getMessage(), fault);
        }
    }
}
