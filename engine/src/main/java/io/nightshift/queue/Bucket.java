package io.nightshift.queue;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The operations a dispatcher treats alike: same organization, class, type and message. The ready index leads with these, so
 * that a claim walks only rows it can take.
 *
 * @param messageName empty when there is none
 */
public record Bucket(int organization, int priorityClass, int type, String messageName) {

    static Bucket read(ResultSet row) throws SQLException {
        return new Bucket(
                row.getInt("organization_id"),
                row.getInt("priority_class"),
                row.getInt("operation_type"),
                row.getString("message_name"));
    }
}
