package io.nightshift.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A statement that changes rows and travels with another, in one round trip, and whose rows nobody asks for. Immutable.
 *
 * @param sql an INSERT, UPDATE or DELETE with parameters written {@code ?}; of the other statement it sees nothing
 * @param parameters in their order: a text, an array of texts ({@code String[]}), or null
 */
public record FurtherStatement(String sql, List<?> parameters) {

    public FurtherStatement {
        parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
    }

    /** The statement alone with its parameters, to be closed by the caller. */
    public PreparedStatement on(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        bind(statement);
        return statement;
    }

    /** Sets its parameters, which are the first of this statement. */
    void bind(PreparedStatement statement) throws SQLException {
        int place = 1;
        for (Object value : parameters) {
            if (value instanceof String[] texts) {
                statement.setArray(place++, statement.getConnection().createArrayOf("text", texts));
            } else {
                statement.setString(place++, (String) value);
            }
        }
    }
}
