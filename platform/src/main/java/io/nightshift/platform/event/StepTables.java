package io.nightshift.platform.event;

import io.nightshift.platform.record.RequestContext;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The steps of each organization, remembered until something that is registered changes. Thread-safe. */
final class StepTables {

    private record Remembered(long registrations, StepTable table) {}

    private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();

    StepTable of(RequestContext context) {
        long registrations = context.organization().registrations();
        if (registrations == 0) {
            return StepTable.EMPTY;
        }
        String organization = context.organization().name();
        Remembered last = remembered.get(organization);
        if (last == null || last.registrations() != registrations) {
            last = new Remembered(registrations, StepTable.read(context.unrestricted()));
            remembered.put(organization, last);
        }
        return last.table();
    }
}
