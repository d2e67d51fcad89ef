package io.nightshift.queue.model;

import io.nightshift.operation.OperationType;
import io.nightshift.queue.Author;
import io.nightshift.queue.Hold;
import io.nightshift.queue.Holds;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Holds on PostgreSQL; the nodes of a sequence see them by the statements alone, as one that has just claimed would. */
final class RealHolds {

    private static final Author AUTHOR = new Author("ann", "because");

    private final Holds holds;
    private final RealNames names;
    private final Map<Step.Target, Long> numbers = new HashMap<>();

    RealHolds(Holds holds, RealNames names) {
        this.holds = holds;
        this.names = names;
    }

    String place(Step.Target target) throws SQLException {
        if (!numbers.containsKey(target)) {
            numbers.put(target, holds.place(real(target), AUTHOR).number());
        }
        return "";
    }

    String lift(Step.Target target) throws SQLException {
        Long number = numbers.remove(target);
        if (number != null) {
            holds.lift(number, AUTHOR);
        }
        return "";
    }

    private Hold.Target real(Step.Target target) {
        String organization = names.organization();
        return switch (target.on()) {
            case ORGANIZATION -> Hold.Target.organization(organization);
            case TYPE -> Hold.Target.type(organization, OperationType.valueOf(target.name()));
            case MESSAGE -> Hold.Target.message(organization, target.name());
            case LANE -> Hold.Target.lane(organization, target.name());
            case LIMIT -> Hold.Target.limit(organization, target.name());
        };
    }
}
