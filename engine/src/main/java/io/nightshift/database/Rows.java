package io.nightshift.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the column types that JDBC has no short word for. */
public final class Rows {

    private Rows() {}

    public static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        // The year 9999 with an offset is out of range for some drivers' conversions; the offset is always UTC here.
        return value == null ? null : value.toInstant();
    }

    public static Instant requiredTime(ResultSet row, String column) throws SQLException {
        Instant value = time(row, column);
        if (value == null) {
            throw new SQLException("The column " + column + " is null");
        }
        return value;
    }

    /** An array of times without nulls. */
    public static List<Instant> times(ResultSet row, String column) throws SQLException {
        List<Instant> times = new ArrayList<>();
        for (Timestamp time : (Timestamp[]) row.getArray(column).getArray()) {
            times.add(time.toInstant());
        }
        return times;
    }

    public static @Nullable UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    public static UUID requiredUuid(ResultSet row, String column) throws SQLException {
        UUID value = uuid(row, column);
        if (value == null) {
            throw new SQLException("The column " + column + " is null");
        }
        return value;
    }

    public static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }

    public static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
