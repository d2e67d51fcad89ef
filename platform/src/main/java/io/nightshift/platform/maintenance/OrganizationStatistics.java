package io.nightshift.platform.maintenance;

import io.nightshift.platform.record.RecordCreation;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OptionSetValue;
import java.util.ArrayList;
import java.util.List;

/** Measured values that become records of the entity {@code organizationstatistic}. */
final class OrganizationStatistics {

    static final String ENTITY = "organizationstatistic";

    /** What is measured; the numbers are the options of the attribute {@code statistictype}. */
    enum Measure {
        ROWS(1),
        DEAD_ROWS(2),
        SEQUENTIAL_SCANS(3),
        INDEX_SCANS(4),
        TABLE_BYTES(5),
        STORAGE_BYTES(6),
        STORAGE_LIMIT(7),
        STORAGE_LIMIT_EXCEEDED(8),
        OPERATIONS(9);

        private final int option;

        Measure(int option) {
            this.option = option;
        }
    }

    private final List<Entity> records = new ArrayList<>();

    /** One value more, of a table or another thing with a name. */
    OrganizationStatistics add(Measure measure, String name, long value) {
        records.add(new Entity(ENTITY)
                .set("name", name)
                .set("statistictype", new OptionSetValue(measure.option))
                .set("statisticvalue", value));
        return this;
    }

    int size() {
        return records.size();
    }

    void write(RequestContext context) {
        new RecordCreation(context).maintained().create(ENTITY, records);
    }
}
